/** A JSON schema as a list of its members, each with its type, what it must be, and its words. */
import type { JsonSchema } from "../openapi.ts";
import { html, inline, type Html } from "./html.ts";

type Schemas = Record<string, JsonSchema>;

export function schemaTable(schema: JsonSchema, schemas: Schemas): Html {
  const resolved = resolve(schema, schemas);
  const members = membersOf(resolved);
  const choice = (resolved["anyOf"] ?? resolved["oneOf"]) as JsonSchema[] | undefined;
  if (members.length === 0 && choice) return html`${choice.filter((one) => one["type"] !== "null").map((one) => schemaTable(one, schemas))}`;
  const required = new Set((resolved["required"] ?? []) as string[]);
  return html`<ul class="members">
    ${members.map(([name, member]) => memberItem(name, member, required.has(name), schemas))}
  </ul>`;
}

function memberItem(name: string, member: JsonSchema, isRequired: boolean, schemas: Schemas): Html {
  const inner = innerOf(member, schemas);
  return html`<li class="member">
    <p class="member__head">
      <code class="member__name">${name}</code> <span class="member__type">${typeText(member, schemas)}</span>
      ${isRequired && html`<span class="member__required">required</span>`}
    </p>
    ${typeof member["description"] === "string" && html`<p>${inline(member["description"])}</p>`} ${rulesOf(member)}
    ${inner && html`<div class="member__inner">${schemaTable(inner, schemas)}</div>`}
  </li>`;
}

const membersOf = (schema: JsonSchema): [string, JsonSchema][] => Object.entries((schema["properties"] ?? {}) as Record<string, JsonSchema>);

function resolve(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const [, id] = /\/(\w+)$/.exec(String(schema["$ref"] ?? "")) ?? [];
  return id === undefined ? schema : (schemas[id] ?? schema);
}

/** What stands behind a member: an object, or the objects of a list. */
function innerOf(member: JsonSchema, schemas: Schemas): JsonSchema | null {
  const schema = resolve(member, schemas);
  if (schema["type"] === "array") return innerOf(schema["items"] as JsonSchema, schemas);
  const choice = (schema["anyOf"] as JsonSchema[] | undefined)?.map((one) => innerOf(one, schemas)).find((one) => one !== null);
  if (choice) return choice;
  return membersOf(schema).length > 0 ? schema : null;
}

function typeText(member: JsonSchema, schemas: Schemas): string {
  const schema = resolve(member, schemas);
  const choice = schema["anyOf"] as JsonSchema[] | undefined;
  if (choice) return choice.map((one) => typeText(one, schemas)).join(" or ");
  if (schema["type"] === "array") return `list of ${typeText(schema["items"] as JsonSchema, schemas)}`;
  if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
  if (schema["format"] === "date-time") return "time";
  if (schema["type"] === "string") return typeof schema["format"] === "string" ? `text (${schema["format"]})` : "text";
  return NAMES[String(schema["type"])] ?? String(schema["type"] ?? "anything");
}

const NAMES: Record<string, string> = { integer: "whole number", number: "number", boolean: "true or false", object: "object", null: "null" };

function rulesOf(member: JsonSchema): Html | null {
  const values = member["enum"] as unknown[] | undefined;
  const rules = [
    values && html`One of ${values.map((value, at) => html`${at > 0 && ", "}<code>${String(value)}</code>`)}.`,
    member["minimum"] !== undefined && member["maximum"] !== undefined && html`From ${String(member["minimum"])} to ${String(member["maximum"])}.`,
    member["maxLength"] !== undefined &&
      member["pattern"] === undefined &&
      member["format"] === undefined &&
      html`At most ${String(member["maxLength"])} characters.`,
    member["maxItems"] !== undefined && html`At most ${String(member["maxItems"])}.`,
    Array.isArray(member["examples"]) && html`Example: <code>${String(member["examples"][0])}</code>`,
  ].filter(Boolean) as Html[];
  return rules.length === 0 ? null : html`<p class="member__rules">${rules.map((rule, at) => html`${at > 0 && " "}${rule}`)}</p>`;
}
