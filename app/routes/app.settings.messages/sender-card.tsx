/** A service that takes messages: its account, drawn from the fields it names, and a test. */
import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Button, FormLayout, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { SectionCard } from "#app/components/section-card.tsx";
import { Time } from "#app/components/time.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { SenderView } from "#app/presenters/message-settings.server.ts";

const BADGES = {
  none: <Badge>Not connected</Badge>,
  active: <Badge tone="success">Connected</Badge>,
  inactive: <Badge>Disconnected</Badge>,
  error: <Badge tone="critical">Refused</Badge>,
};

export function SenderCard({ sender }: { sender: SenderView }) {
  const [isOpen, setOpen] = useState(false);
  const isConnected = sender.status !== "none";
  return (
    <SectionCard title={sender.label} tools={BADGES[sender.status]}>
      {sender.problem && (
        <Banner tone="critical" title="The service refuses the account">
          <p>
            {sender.problem.text} {sender.problem.remedy}
          </p>
        </Banner>
      )}
      {isConnected && (
        <Text as="p" tone="subdued">
          {sender.lastUsed ? (
            <>
              Last message <Time at={sender.lastUsed} />.
            </>
          ) : (
            "Nothing was sent by it yet."
          )}
        </Text>
      )}
      {sender.reportAddress && (
        <TextField
          label="Callback address"
          value={sender.reportAddress}
          readOnly
          autoComplete="off"
          helpText="Enter it in the service’s dashboard with your verify token: so it reports what arrived, was read, and what customers answer."
          onFocus={(event) => (event?.target as HTMLInputElement | undefined)?.select()}
        />
      )}
      {isOpen ? (
        <AccountForm sender={sender} onClose={() => setOpen(false)} />
      ) : (
        <InlineStack gap="200">
          <Button
            onClick={() => setOpen(true)}
            {...(isConnected ? {} : { variant: "primary" as const })}
            accessibilityLabel={`${isConnected ? "Change access of" : "Connect"} ${sender.label}`}
          >
            {isConnected ? "Change access" : "Connect"}
          </Button>
        </InlineStack>
      )}
      {isConnected && !isOpen && <TestForm sender={sender} />}
    </SectionCard>
  );
}

function AccountForm({ sender, onClose }: { sender: SenderView; onClose: () => void }) {
  const fetcher = useFetcher<ActionResult>();
  const first = Object.fromEntries(
    sender.fields.map((field) => [field.name, sender.values[field.name] ?? (field.type === "select" ? (field.options?.[0]?.value ?? "") : "")]),
  );
  const [values, setValues] = useState<Record<string, string>>(first);
  useResultToast(fetcher, onClose);
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  return (
    <BlockStack gap="300">
      {problem && problem.field === null && (
        <Banner tone="critical" title={problem.reason}>
          <p>{problem.remedy}</p>
        </Banner>
      )}
      <FormLayout>
        {sender.fields.map((field) => {
          const value = values[field.name] ?? "";
          const set = (next: string) => setValues({ ...values, [field.name]: next });
          const error = problem?.field === field.name ? { error: problem.reason } : {};
          const isKept = sender.keptSecrets.includes(field.name);
          if (field.type === "select")
            return (
              <Select
                key={field.name}
                label={field.label}
                options={[...(field.options ?? [])]}
                value={value}
                onChange={set}
                helpText={field.help}
                {...error}
              />
            );
          return (
            <TextField
              key={field.name}
              label={field.label}
              type={field.type === "secret" ? "password" : "text"}
              value={value}
              onChange={set}
              autoComplete="off"
              requiredIndicator={field.isRequired && !isKept}
              helpText={field.help}
              {...(isKept ? { placeholder: "Kept as it is" } : field.placeholder ? { placeholder: field.placeholder } : {})}
              {...error}
            />
          );
        })}
      </FormLayout>
      <Text as="p" variant="bodySm" tone="subdued">
        The access is tried before it is kept. Nothing is sent to anybody.
      </Text>
      <InlineStack gap="200">
        <Button
          variant="primary"
          loading={fetcher.state !== "idle"}
          onClick={() => fetcher.submit({ ...values, intent: "connect", sender: sender.name }, { method: "post" })}
          accessibilityLabel={`Try and save ${sender.label}`}
        >
          Try and save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </InlineStack>
    </BlockStack>
  );
}

function TestForm({ sender }: { sender: SenderView }) {
  const fetcher = useFetcher<ActionResult>();
  const [to, setTo] = useState("");
  useResultToast(fetcher);
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  const isMail = sender.name === "smtp";
  return (
    <TextField
      label="Send a test to"
      type={isMail ? "email" : "tel"}
      value={to}
      onChange={setTo}
      autoComplete="off"
      placeholder={isMail ? "you@example.com" : "+49 151 23456789"}
      helpText="The first text, filled in with made-up values."
      connectedRight={
        <Button
          loading={fetcher.state !== "idle"}
          onClick={() => fetcher.submit({ intent: "test", sender: sender.name, to }, { method: "post" })}
          accessibilityLabel={`Send a test by ${sender.label}`}
        >
          Send a test
        </Button>
      }
      {...(problem ? { error: `${problem.reason}. ${problem.remedy}` } : {})}
    />
  );
}
