/** The stand-in Cloud API. The app's calls to graph.facebook.com arrive here under /graph.facebook.com (sandbox/redirect.ts). */
import { timingSafeEqual, createHash } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";
import { readAccount } from "./account.ts";
import { documentPath, loadDocument, type RequestCheck } from "./document.ts";
import { drawWhatsAppFault, readWhatsAppFaults } from "./faults.ts";
import { messageSchema, type MessageRequest } from "./request-form.ts";
import { reportStatus, titleOf } from "./reports.ts";
import { addMessage, findTemplate, recordCall, variablesOf } from "./store.ts";

export const GRAPH_PREFIX = "/graph.facebook.com";
/** After this time a call that hangs is cut off; the app has long given up. */
const HANG_MS = 60_000;

export const graphRoutes: Route[] = [
  { method: "GET", pattern: `${GRAPH_PREFIX}/:version/:id`, handle: readPhoneNumber },
  { method: "POST", pattern: `${GRAPH_PREFIX}/:version/:id/messages`, handle: sendMessage },
];

let document: Promise<RequestCheck | null> | undefined;
/** Loaded with the first call: it takes a moment. */
const loaded = (): Promise<RequestCheck | null> => {
  const path = documentPath(process.env);
  return (document ??= path === null ? Promise.resolve(null) : loadDocument(path));
};

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
const graphError = (status: number, code: number, message: string, subcode?: number): RouteAnswer => ({
  status,
  body: {
    error: { message: `(#${code}) ${message}`, type: "OAuthException", code, ...(subcode && { error_subcode: subcode }), fbtrace_id: "sandbox" },
  },
});

const isSame = (given: string, wanted: string): boolean => {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
};

function refuseStranger(request: RouteRequest, ctx: SandboxContext): RouteAnswer | null {
  const account = readAccount(ctx);
  if (!isSame(request.headers["authorization"] ?? "", `Bearer ${account.access_token}`)) return graphError(401, 190, "Invalid OAuth access token.");
  if (request.params["id"] !== account.phone_number_id)
    return graphError(
      400,
      100,
      `Unsupported request. Object with ID '${request.params["id"]}' does not exist or cannot be loaded due to missing permissions`,
      33,
    );
  return null;
}

function readPhoneNumber(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  // Somebody connects, and will send: the document is ready by then.
  void loaded();
  const account = readAccount(ctx);
  const answer = refuseStranger(request, ctx) ?? {
    status: 200,
    body: { verified_name: "Demo Shop", display_phone_number: account.display_phone_number, id: account.phone_number_id },
  };
  recordCall(ctx, { method: "GET", path: pathOf(request), body: null, problems: null, outcome: String(answer.status) });
  return answer;
}

const pathOf = (request: RouteRequest): string => request.path.slice(GRAPH_PREFIX.length);

async function sendMessage(request: RouteRequest, ctx: SandboxContext): Promise<RouteAnswer> {
  const body = request.body.toString("utf8");
  const check = await loaded();
  const problems = check?.problemsOf({ method: "POST", path: pathOf(request), headers: request.headers, body }) ?? null;
  const { answer, outcome } = await decide(request, ctx, problems ?? []);
  recordCall(ctx, { method: "POST", path: pathOf(request), body, problems, outcome });
  return answer;
}

interface Decision {
  answer: RouteAnswer;
  outcome: string;
}

async function decide(request: RouteRequest, ctx: SandboxContext, problems: readonly string[]): Promise<Decision> {
  const said = (answer: RouteAnswer): Decision => ({ answer, outcome: String(answer.status) });
  const stranger = refuseStranger(request, ctx);
  if (stranger) return said(stranger);
  const read = messageSchema.safeParse(jsonOf(request.body));
  const problem = problems[0] ?? (read.success ? undefined : `${read.error.issues[0]?.path.join(".")} ${read.error.issues[0]?.message}`);
  if (problem !== undefined || !read.success) return said(graphError(400, 100, `Invalid parameter: ${problem}`));
  const template = findTemplate(ctx, read.data.template.name, read.data.template.language.code);
  if (!template) return said(graphError(404, 132001, "Template name does not exist in the translation"));
  const parameters = read.data.template.components?.[0]?.parameters.map(({ text }) => text) ?? [];
  if (parameters.length !== variablesOf(template.body))
    return said(graphError(400, 132000, "Number of parameters does not match the expected number of params"));
  if (drawWhatsAppFault(ctx, "hang")) {
    await new Promise<void>((resolve) => setTimeout(resolve, HANG_MS).unref());
    return { answer: { status: 504, isCut: true }, outcome: "no answer" };
  }
  if (drawWhatsAppFault(ctx, "throttle")) {
    const code = readWhatsAppFaults(ctx).throttle_code ?? 130429;
    return said(graphError(code === 130429 ? 429 : 400, code, titleOf(code)));
  }
  if (drawWhatsAppFault(ctx, "status_5xx")) return said(graphError(500, 131000, "Something went wrong"));
  if (drawWhatsAppFault(ctx, "refuse")) return said(graphError(400, readWhatsAppFaults(ctx).refuse_code ?? 131026, "Message undeliverable"));
  const id = accept(ctx, read.data, template.body, parameters);
  if (drawWhatsAppFault(ctx, "accept_then_drop")) return { answer: { status: 200, isCut: true }, outcome: "accepted, no answer" };
  const digits = read.data.to.replace(/\D/g, "");
  return said({
    status: 200,
    body: { messaging_product: "whatsapp", contacts: [{ input: read.data.to, wa_id: digits }], messages: [{ id, message_status: "accepted" }] },
  });
}

/** Takes the message: it is sent and delivered by itself; that it is read (or fails) is up to whoever plays the customer. */
function accept(ctx: SandboxContext, request: MessageRequest, body: string, parameters: readonly string[]): string {
  const message = addMessage(ctx, {
    direction: "out",
    phone: request.to.replace(/\D/g, ""),
    template: request.template.name,
    language: request.template.language.code,
    text: body.replace(/\{\{(\d+)\}\}/g, (whole, number: string) => parameters[Number(number) - 1] ?? whole),
    status: "accepted",
    callback_data: request.biz_opaque_callback_data ?? null,
  });
  if (drawWhatsAppFault(ctx, "fail")) {
    const { fail_code: code = 131026, fail_after_ms: afterMs = 100 } = readWhatsAppFaults(ctx);
    if (afterMs > 100) reportStatus(ctx, message, "sent", undefined, 100);
    reportStatus(ctx, message, "failed", { code, title: titleOf(code) }, afterMs);
    return message.id;
  }
  reportStatus(ctx, message, "sent", undefined, 100);
  reportStatus(ctx, message, "delivered", undefined, 300);
  return message.id;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
