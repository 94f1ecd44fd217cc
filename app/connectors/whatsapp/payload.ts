/**
 * The reports' form: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components. Tolerant on purpose: kinds of change,
 * status and message that are not ours to read are passed over; what makes one what it is, is required.
 */
import { z } from "zod";

const id = z.string().min(1).max(255);
/** Whole seconds since the epoch, as a text. */
const timestamp = z.union([z.string().regex(/^\d{1,12}$/), z.int()]).transform((seconds) => Number(seconds) * 1000);
const waId = z.string().regex(/^\+?\d{5,20}$/, "must be digits");

const statusSchema = z.object({
  id,
  status: z.string(),
  timestamp,
  recipient_id: z.string().nullish(),
  biz_opaque_callback_data: z.string().max(255).nullish(),
  errors: z.array(z.object({ code: z.number(), title: z.string().nullish() })).nullish(),
});
const messageSchema = z.object({
  id,
  from: waId,
  timestamp,
  type: z.string().max(40),
  text: z.object({ body: z.string() }).nullish(),
  button: z.object({ text: z.string() }).nullish(),
  interactive: z.object({ button_reply: z.object({ title: z.string() }).nullish(), list_reply: z.object({ title: z.string() }).nullish() }).nullish(),
  context: z.object({ id: id.nullish() }).nullish(),
});
export const reportSchema = z.object({
  object: z.literal("whatsapp_business_account"),
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          field: z.string(),
          value: z.looseObject({
            metadata: z.object({ phone_number_id: z.string() }).nullish(),
            statuses: z.array(statusSchema).nullish(),
            messages: z.array(messageSchema).nullish(),
          }),
        }),
      ),
    }),
  ),
});

export type WhatsAppStatus = z.infer<typeof statusSchema>;
export type WhatsAppMessage = z.infer<typeof messageSchema>;
