import { z } from "zod";
import { readLimit } from "../api/paging.ts";
import { parseInput } from "../commerce/inputs.ts";
import { Refusal } from "../http.ts";
import type { Route } from "../http.ts";
import { readAccount, readCallback, setCallback } from "./account.ts";
import { readWhatsAppFaults, setWhatsAppFaults, whatsappFaultsSchema } from "./faults.ts";
import { listReports, reportIncoming, reportStatus, titleOf } from "./reports.ts";
import { addMessage, approveTemplate, listCalls, listMessages, listTakenAgain, listTemplates, requireMessage } from "./store.ts";

const callbackSchema = z.strictObject({ url: z.url(), verify_token: z.string().min(1).max(200) });
const statusSchema = z.strictObject({
  status: z.enum(["sent", "delivered", "read", "failed"]),
  code: z.int().positive().optional(),
});
const incomingSchema = z.strictObject({
  from: z.string().regex(/^\+?\d{7,15}$/, "is not a phone number with its country code"),
  text: z.string().min(1).max(4096),
  name: z.string().min(1).max(100).optional(),
  /** The message that is answered, by WhatsApp's id or by ours. */
  answers: z.string().optional(),
});
const templateSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "has small letters, digits and underscores"),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/, "is not a language code like en or pt_BR"),
  body: z.string().min(1).max(1024),
});

/** The stand-in WhatsApp's JSON API, under /sandbox/whatsapp. */
export const whatsappControlRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/sandbox/whatsapp",
    handle: (_request, ctx) => ({
      status: 200,
      body: {
        account: readAccount(ctx),
        callback: readCallback(ctx),
        faults: readWhatsAppFaults(ctx),
        templates: listTemplates(ctx),
        taken_again: listTakenAgain(ctx),
      },
    }),
  },
  {
    method: "PUT",
    pattern: "/sandbox/whatsapp/callback",
    handle: async (request, ctx) => ({ status: 200, body: { callback: await setCallback(ctx, parseInput(callbackSchema, request.json())) } }),
  },
  {
    method: "GET",
    pattern: "/sandbox/whatsapp/messages",
    handle: (request, ctx) => ({ status: 200, body: { messages: listMessages(ctx, readLimit(request.query, 500)) } }),
  },
  {
    method: "POST",
    pattern: "/sandbox/whatsapp/messages/:id/status",
    handle(request, ctx) {
      const message = requireMessage(ctx, request.params["id"]!);
      if (message.direction === "in") throw new Refusal(409, "id", "a customer's message has no status", "choose one that the shop sent");
      const { status, code } = parseInput(statusSchema, request.json());
      reportStatus(ctx, message, status, status === "failed" ? { code: code ?? 131026, title: titleOf(code ?? 131026) } : undefined);
      return { status: 202, body: { message: requireMessage(ctx, message.id) } };
    },
  },
  {
    method: "POST",
    pattern: "/sandbox/whatsapp/incoming",
    handle(request, ctx) {
      const { from, text, name = "A customer", answers } = parseInput(incomingSchema, request.json());
      const answered = answers === undefined ? null : requireMessage(ctx, answers);
      const phone = from.replace(/\D/g, "");
      const message = addMessage(ctx, { direction: "in", phone, template: null, language: null, text, status: "received", callback_data: null });
      reportIncoming(ctx, message, name, answered);
      return { status: 202, body: { message } };
    },
  },
  {
    method: "POST",
    pattern: "/sandbox/whatsapp/templates",
    handle(request, ctx) {
      approveTemplate(ctx, parseInput(templateSchema, request.json()));
      return { status: 201, body: { templates: listTemplates(ctx) } };
    },
  },
  {
    method: "POST",
    pattern: "/sandbox/whatsapp/faults",
    handle: (request, ctx) => ({ status: 200, body: { faults: setWhatsAppFaults(ctx, parseInput(whatsappFaultsSchema, request.json())) } }),
  },
  {
    method: "GET",
    pattern: "/sandbox/whatsapp/requests",
    handle: (request, ctx) => ({ status: 200, body: { requests: listCalls(ctx, readLimit(request.query, 500)) } }),
  },
  {
    method: "GET",
    pattern: "/sandbox/whatsapp/reports",
    handle: (request, ctx) => ({ status: 200, body: { reports: listReports(ctx, readLimit(request.query, 500)) } }),
  },
];
