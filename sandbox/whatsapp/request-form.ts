import { z } from "zod";

/**
 * What the stand-in takes: template messages, strictly. Stricter than the document, whose template components say nothing of their
 * parameters. https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
 */
export const messageSchema = z.object({
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.literal("individual"),
  to: z.string().regex(/^\+?[1-9]\d{6,14}$/, "is not a phone number with its country code"),
  type: z.literal("template"),
  template: z.strictObject({
    name: z.string().regex(/^[a-z0-9_]{1,512}$/),
    language: z.strictObject({
      policy: z.literal("deterministic"),
      code: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/, "is not a language code like en or pt_BR"),
    }),
    components: z
      .array(
        z.strictObject({
          type: z.literal("body"),
          parameters: z.array(
            z.strictObject({
              type: z.literal("text"),
              // Meta refuses line breaks, tabs and more than four spaces in a row.
              text: z
                .string()
                .min(1)
                .max(1024)
                .regex(/^(?!.*[\n\t])(?!.* {5}).*$/s, "has a line break, a tab or too many spaces"),
            }),
          ),
        }),
      )
      .optional(),
  }),
  biz_opaque_callback_data: z.string().max(512).optional(),
});

export type MessageRequest = z.infer<typeof messageSchema>;
