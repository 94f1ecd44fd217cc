/**
 * What the compiled JSX calls, on top of the React that WordPress brings, whichever version that is (see webpack.config.js).
 * The compiler hands over the children inside the props and the key beside them.
 */
import { createElement, Fragment } from "@wordpress/element";
import type { ElementType, Key, ReactElement } from "react";

type Props = Record<string, unknown> & { children?: unknown };

export function jsx(type: ElementType, props: Props, key?: Key): ReactElement {
  return createElement(type, key === undefined ? props : { ...props, key });
}

/** Several children that are written out one by one: handed over as arguments, so that React does not ask them for keys. */
export function jsxs(type: ElementType, { children, ...props }: Props, key?: Key): ReactElement {
  return createElement(type, key === undefined ? props : { ...props, key }, ...((children ?? []) as ReactElement[]));
}

export const jsxDEV = (type: ElementType, props: Props, key?: Key): ReactElement =>
  Array.isArray(props.children) ? jsxs(type, props, key) : jsx(type, props, key);

export { Fragment };
