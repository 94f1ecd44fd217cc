/** /api/docs: the OpenAPI document as a page. */
import { FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import type { ApiAnswer } from "../answer.ts";
import { openApiDocument, type JsonSchema } from "../openapi.ts";
import { OPERATIONS } from "../operations.ts";
import { refusalsOf, TAGS, type Operation, type Tag } from "../operations/operation.ts";
import { examplesOf, LANGUAGES } from "./examples.ts";
import { page, type NavGroup } from "./frame.ts";
import { html, prose, type Html } from "./html.ts";
import { schemaTable } from "./schema-table.ts";

type Document = { paths: Record<string, Record<string, JsonSchema>>; components: { schemas: Record<string, JsonSchema> } };

const HERE = "/api/docs";
const operationsOf = (tag: Tag): Operation[] => OPERATIONS.filter((one) => one.tag === tag);
const tags = (Object.keys(TAGS) as Tag[]).filter((tag) => operationsOf(tag).length > 0);

export const NAV: readonly NavGroup[] = [
  {
    title: "Start",
    links: [
      { href: "/api/docs#start", text: "First call" },
      { href: "/api/docs#keys", text: "Keys and tokens" },
      { href: "/api/docs#limits", text: "Limits" },
      { href: "/api/docs#refusals", text: "Refusals" },
    ],
  },
  ...tags.map((tag) => ({
    title: tag,
    links: operationsOf(tag).map(({ id, method, summary }) => ({ href: `/api/docs#${id}`, text: summary, method })),
  })),
];

export function referencePage(origin: string): ApiAnswer {
  const document = openApiDocument(origin) as unknown as Document;
  return page(
    "Crossdock API",
    NAV,
    HERE,
    html`${intro(origin)}
    ${tags.map(
      (tag) =>
        html`<section class="group">
          <h2 id="tag-${tag.toLowerCase()}">${tag}</h2>
          <p>${TAGS[tag]}</p>
          ${operationsOf(tag).map((operation) => operationSection(operation, document))}
        </section>`,
    )}`,
  );
}

function intro(origin: string): Html {
  return html`
    <h1 id="start">Crossdock API</h1>
    <p class="lead">Orders in, from any shop system. What became of them, out.</p>
    <p>
      Make a key in <a href="/app/settings/keys">Settings, API keys</a>, then send a first event. Every example on this page runs as it stands, with
      these two set:
    </p>
    <pre tabindex="0"><code>export CROSSDOCK_URL=${origin}
export CROSSDOCK_KEY=cd_live_…</code></pre>
    ${exampleTabs("send-event", "start")}
    <h2 id="keys">Keys and tokens</h2>
    <p>
      A key is shown once, when it is made. It has rights (sending events, reading, writing), may have an end, and can be revoked or replaced at any
      time.
    </p>
    <ul>
      <li>Events are sent with the key itself, in the header <code>X-Api-Key</code>.</li>
      <li>
        Everything under <code>/api/v1</code> is called with a token of 15 minutes, in the header <code>Authorization: Bearer …</code>;
        <a href="#createToken">a key is exchanged for a token</a>.
      </li>
      <li>
        A key that begins with <code>cd_test_</code> only sends events, into a test space: its orders are marked as tests, and nobody is written to.
      </li>
    </ul>
    <h2 id="limits">Limits</h2>
    <p>
      1,000 events an hour with one key, 5,000 with all keys of a merchant. Every answer of the event API says where you stand, in the headers
      <code>RateLimit-Limit</code>, <code>RateLimit-Remaining</code> and <code>RateLimit-Reset</code> (seconds). Over the limit the answer is 429 with
      <code>Retry-After</code>; such a call is not counted.
    </p>
    <h2 id="refusals">Refusals</h2>
    <p>
      Every refusal has the same form. <code>type</code> and <code>code</code> never change; they stand with cause and remedy in the
      <a href="/api/docs/errors">list of errors</a>. All mistakes of a body are named at once:
    </p>
    <pre tabindex="0"><code>${JSON.stringify(REFUSAL, null, 2)}</code></pre>
    <p>
      Send again what was answered 429 or 503, after the time in <code>Retry-After</code>. Send nothing again that was answered with another 4xx: it
      would be refused again.
    </p>
  `;
}

const REFUSAL = {
  error: {
    type: "validation_failed",
    message: FAILURE_CATALOGUE.validation_failed.happened,
    remedy: FAILURE_CATALOGUE.validation_failed.remedy,
  },
  errors: [
    { path: "customer.phone", code: "phone_not_e164", message: "Is not in E.164 form: a plus sign, the country code and the number, digits only." },
    { path: "order.status", code: "required", message: "Is missing." },
  ],
};

function operationSection(operation: Operation, document: Document): Html {
  const { id, method, path, summary, description, auth, scope, body, answers } = operation;
  const { schemas } = document.components;
  const described = document.paths[path]?.[method.toLowerCase()] ?? {};
  const parameters = (described["parameters"] ?? []) as JsonSchema[];
  return html`<section class="operation" aria-labelledby="${id}">
    <h3 id="${id}">${summary}</h3>
    <p class="address"><span class="verb verb--${method.toLowerCase()}">${method}</span> <code>${path}</code></p>
    ${prose(description)}
    <p class="quiet">
      ${auth === "key" ? html`Header <code>X-Api-Key</code>, right <code>${scope}</code>.` : auth === "token" ? html`Header <code>Authorization: Bearer</code>, right <code>${scope}</code>.` : "No header needed."}
    </p>
    ${
      parameters.length > 0 &&
      html`<h4>Parameters</h4>
        ${schemaTable(parametersSchema(parameters), schemas)}`
    }
    ${
      body &&
      html`<h4>Body <span class="quiet">${body.type}</span></h4>
        ${body.type === "text/csv" ? prose(body.description) : schemaTable(bodySchema(described), schemas)}
        <details>
          <summary>Example of a body</summary>
          <pre tabindex="0"><code>${body.type === "text/csv" ? body.example : JSON.stringify(body.example, null, 2)}</code></pre>
        </details>`
    }
    <h4>Answers</h4>
    ${Object.entries(answers).map(
      ([status, answer]) =>
        html`<p><span class="status">${status}</span> ${answer.description}</p>
          <details>
            <summary>What ${status} holds</summary>
            ${schemaTable(answerSchema(described, status), schemas)}
            <pre tabindex="0"><code>${JSON.stringify(answer.example, null, 2)}</code></pre>
          </details>`,
    )}
    <ul class="refusals">
      ${Object.entries(refusalsOf(operation)).map(
        ([status, codes]) =>
          html`<li>
            <span class="status status--refused">${status}</span>
            ${codes.map((code) => html`<a href="/api/docs/errors#${code}"><code>${code}</code></a> `)}
          </li>`,
      )}
    </ul>
    ${
      operation.example &&
      html`<h4>Examples</h4>
        ${exampleTabs(operation.example, id)}`
    }
  </section>`;
}

/** Parameters as members of one object, so that they are shown as bodies are. */
const parametersSchema = (parameters: JsonSchema[]): JsonSchema => ({
  properties: Object.fromEntries(
    parameters.map(({ name, description, schema, example }) => [
      name,
      { ...(schema as JsonSchema), ...(description !== undefined && { description }), ...(example !== undefined && { examples: [example] }) },
    ]),
  ),
  required: parameters.filter((one) => one["required"] === true).map((one) => one["name"]),
});

const contentOf = (holder: unknown): JsonSchema => {
  const content = ((holder ?? {}) as { content?: Record<string, { schema: JsonSchema }> }).content ?? {};
  return Object.values(content)[0]?.schema ?? {};
};
const bodySchema = (described: JsonSchema): JsonSchema => contentOf(described["requestBody"]);
const answerSchema = (described: JsonSchema, status: string): JsonSchema => contentOf((described["responses"] as Record<string, unknown>)[status]);

/** Tabs that need no script: radio buttons, of which the chosen one shows its panel. */
function exampleTabs(name: string, place: string): Html {
  const group = `${place}-${name}`;
  const shown = examplesOf(name);
  return html`<fieldset class="tabs">
    <legend class="unseen">Language of the example</legend>
    ${shown.map(
      ({ language }, at) =>
        html`<input
            type="radio"
            name="${group}"
            id="${group}-${language}"
            class="tabs__choice tabs__choice--${language}"
            ${at === 0 && html` checked`}
          />
          <label for="${group}-${language}">${LANGUAGES[language]}</label>`,
    )}
    ${shown.map(({ language, source }) => html`<pre class="tabs__panel tabs__panel--${language}" tabindex="0"><code>${source}</code></pre>`)}
  </fieldset>`;
}
