/** Chinese is told apart by place there, by script here. https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/supported-languages */
const BY_SCRIPT: Record<string, string> = { "zh-hans": "zh_CN", "zh-hant": "zh_TW" };

/** BCP 47 → WhatsApp's language code: pt-BR → pt_BR. */
export const languageCode = (language: string): string => BY_SCRIPT[language.toLowerCase()] ?? language.replaceAll("-", "_");
