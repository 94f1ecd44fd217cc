/** Messages as they follow one another: what was planned, sent, withdrawn and why, and what came in. */
import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, InlineStack, Link, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { MessageItem } from "#app/presenters/message-words.ts";
import { StatusBadge } from "./status-badge.tsx";
import { useResultToast } from "./use-result-toast.ts";

const QUIET = new Set(["planned", "withdrawn", "skipped_too_late", "no_address"]);
const BAD = new Set(["failed", "outcome_unknown"]);

/** @param action where resend and withdraw are answered; without it the messages are only shown */
export function MessageList({ messages, action }: { messages: MessageItem[]; action?: string }) {
  const [chosen, setChosen] = useState<{ what: "resend" | "withdraw"; message: MessageItem } | null>(null);
  return (
    <>
      <ul className="cd-chat">
        {messages.map((message) => (
          <MessageLine
            key={message.id}
            message={message}
            {...(action && { onChoose: (what: "resend" | "withdraw") => setChosen({ what, message }) })}
          />
        ))}
      </ul>
      {chosen && action && <ConfirmModal key={chosen.message.id} {...chosen} action={action} onClose={() => setChosen(null)} />}
    </>
  );
}

const lookOf = ({ isIncoming, status }: MessageItem): string => {
  if (isIncoming) return "cd-chat__message cd-chat__message--in";
  if (BAD.has(status)) return "cd-chat__message cd-chat__message--bad";
  return QUIET.has(status) ? "cd-chat__message cd-chat__message--quiet" : "cd-chat__message";
};

function MessageLine({ message, onChoose }: { message: MessageItem; onChoose?: (what: "resend" | "withdraw") => void }) {
  const { fate } = message;
  return (
    <li className={lookOf(message)}>
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="span" fontWeight="semibold">
          {message.step}
          <Text as="span" tone="subdued" fontWeight="regular">
            {message.channel === "No address" || message.status === "planned" ? "" : ` · ${message.channel}`}
          </Text>
        </Text>
        {!message.isIncoming && <StatusBadge kind="message" status={message.status} />}
      </InlineStack>
      {message.subject && (
        <Text as="p" fontWeight="medium" breakWord>
          {message.subject}
        </Text>
      )}
      {message.text && <p className="cd-chat__text">{message.text}</p>}
      {message.textGone && (
        <Text as="p" tone="subdued">
          {message.textGone === "erased" ? "The text was erased on request." : "The text is older than you keep it, and was removed."}
        </Text>
      )}
      <BlockStack gap="100">
        {message.tries.map((one) => (
          <Text key={one} as="p" variant="bodySm" tone="subdued">
            {one}
          </Text>
        ))}
        <Text as="p" variant="bodySm" tone="subdued">
          {fate.text}
          {message.order && (
            <>
              {" · "}
              <Link url={`/app/orders/${message.order.id}`}>{message.order.ref}</Link>
            </>
          )}
        </Text>
        {fate.why && (
          <BlockStack gap="050">
            <Text as="p" fontWeight="medium">
              {fate.why.title}
            </Text>
            <Text as="p">{fate.why.text}</Text>
            <Text as="p">
              <Text as="span" fontWeight="medium">
                What to do:
              </Text>{" "}
              {fate.why.remedy}
            </Text>
          </BlockStack>
        )}
      </BlockStack>
      {onChoose && (message.canResend || message.canWithdraw) && (
        <InlineStack gap="200">
          {message.canResend && (
            <Button size="slim" onClick={() => onChoose("resend")} accessibilityLabel={`Resend: ${message.step}`}>
              Resend
            </Button>
          )}
          {message.canWithdraw && (
            <Button size="slim" onClick={() => onChoose("withdraw")} accessibilityLabel={`Withdraw: ${message.step}`}>
              Withdraw
            </Button>
          )}
        </InlineStack>
      )}
    </li>
  );
}

interface Question {
  what: "resend" | "withdraw";
  message: MessageItem;
  action: string;
  onClose: () => void;
}

function ConfirmModal({ what, message, action, onClose }: Question) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher, onClose);
  const isResend = what === "resend";
  const isUnknown = message.status === "outcome_unknown";
  return (
    <Modal
      open
      onClose={onClose}
      title={isResend ? "Send this message again?" : "Withdraw this message?"}
      primaryAction={{
        content: isResend ? "Resend" : "Withdraw",
        destructive: !isResend,
        loading: fetcher.state !== "idle",
        onAction: () => fetcher.submit({ intent: what, message: message.id }, { method: "post", action }),
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">
          {!isResend && "It is not sent, and not planned again for this order. "}
          {isResend && isUnknown && "It is not known whether the customer has it: they may get it twice. "}
          {isResend && "It is sent at once, or after the customer’s quiet hours, in the words that your settings have now."}
        </Text>
      </Modal.Section>
    </Modal>
  );
}
