import { TextControl } from "@wordpress/components";
import type { ApiFailure } from "../api/request";

interface Props {
  name: string;
  label: string;
  help?: string;
  value: string;
  onChange: (value: string) => void;
  /** Shown at this field when it names it. */
  failure: ApiFailure | null;
  type?: "text" | "email" | "url";
  /** Written down by hand and copied letter by letter: no spelling help. */
  isCode?: boolean;
}

export function Field({ name, label, help, value, onChange, failure, type = "text", isCode = false }: Props) {
  const isWrong = failure?.field === name;
  return (
    <TextControl
      __nextHasNoMarginBottom
      __next40pxDefaultSize
      className={isWrong ? "crossdock-field is-wrong" : "crossdock-field"}
      type={type}
      label={label}
      help={isWrong ? failure.reason : help}
      value={value}
      onChange={onChange}
      aria-invalid={isWrong}
      {...(isCode ? { autoComplete: "off", autoCapitalize: "characters", spellCheck: false } : {})}
    />
  );
}
