import { __ } from "@wordpress/i18n";

export const strings = {
  title: () => __("Welcome to Crossdock", "crossdock"),
  lead: () =>
    __(
      "Crossdock keeps a record of every order, product and customer of this shop and brings them to the places you choose. Nothing is lost on the way.",
      "crossdock",
    ),
  // Step 1.
  consentTitle: () => __("1. What is sent, where to, and why", "crossdock"),
  what: () => __("What", "crossdock"),
  never: () => __("Passwords and card numbers are never sent. You can switch each kind off.", "crossdock"),
  where: () => __("Where to", "crossdock"),
  why: () => __("Why", "crossdock"),
  when: () => __("When", "crossdock"),
  whenText: () =>
    __(
      "When something changes in this shop, and a short sign of life every few minutes. Nothing at all before you say yes. You can disconnect at any time.",
      "crossdock",
    ),
  agree: () => __("Yes, I want this shop to send these data to the Crossdock server that I name.", "crossdock"),
  privacy: () => __("A text for your privacy policy is under Settings → Privacy → Policy guide.", "crossdock"),
  // Step 2.
  connectTitle: () => __("2. Connect", "crossdock"),
  isPaired: () => __("This shop is connected. Say yes above, and it goes on.", "crossdock"),
  needYes: () => __("Say yes above first.", "crossdock"),
  wayCode: () => __("I have a pairing code", "crossdock"),
  wayNew: () => __("I am new and have an invitation", "crossdock"),
  hubUrl: () => __("Address of the Crossdock server", "crossdock"),
  hubUrlHelp: () => __("Begins with https://. It is shown beside the pairing code.", "crossdock"),
  code: () => __("Pairing code", "crossdock"),
  codeHelp: () => __("In the Crossdock app: Integrations → Connect WooCommerce. It is valid for 15 minutes and works once.", "crossdock"),
  connect: () => __("Connect this shop", "crossdock"),
  shopName: () => __("Name of your shop", "crossdock"),
  email: () => __("Your e-mail", "crossdock"),
  emailHelp: () => __("For messages about problems of your account.", "crossdock"),
  invitation: () => __("Invitation code", "crossdock"),
  invitationHelp: () => __("Leave it empty where the server lets everybody sign up.", "crossdock"),
  signUp: () => __("Create my account and connect", "crossdock"),
  connected: () => __("Connected. From now on every change is sent. To send what was there before, open History.", "crossdock"),
};
