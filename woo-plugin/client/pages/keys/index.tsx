import { Button, CheckboxControl, RadioControl } from "@wordpress/components";
import type { ApiKey, KeyScope } from "../../api/hub";
import { Age } from "../../components/age";
import { Badge, type Tone } from "../../components/badge";
import { ConfirmButton } from "../../components/confirm-button";
import { CopyLine } from "../../components/copy-line";
import { DataTable, type Column } from "../../components/data-table";
import { FailureNotice } from "../../components/failure-notice";
import { Field } from "../../components/field";
import { LoadedView } from "../../components/loaded-view";
import { Box, Empty, Page } from "../../components/page";
import { SCOPES, useKeys } from "./hooks";
import { strings } from "./strings";

const STATES: Record<ApiKey["status"], { tone: Tone; word: () => string }> = {
  active: { tone: "good", word: strings.valid },
  replaced: { tone: "wait", word: strings.replaced },
  revoked: { tone: "quiet", word: strings.revokedState },
  expired: { tone: "quiet", word: strings.expired },
};

export function Keys() {
  const keys = useKeys();
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <LoadedView loaded={keys.loaded}>
        {(data) => (
          <>
            {keys.secret === null ? <Create keys={keys} /> : <NewKey secret={keys.secret} onDone={keys.forget} />}
            <FailureNotice failure={keys.revoke.failure} />
            {data.keys.length === 0 ? (
              <Empty title={strings.none()}>{strings.noneText()}</Empty>
            ) : (
              <DataTable label={strings.list()} columns={columns(keys)} rows={data.keys} rowKey={(key) => key.id} />
            )}
          </>
        )}
      </LoadedView>
    </Page>
  );
}

function columns(keys: ReturnType<typeof useKeys>): Column<ApiKey>[] {
  return [
    { id: "name", label: strings.nameColumn(), cell: (key) => <strong>{key.name}</strong> },
    { id: "prefix", label: strings.begins(), cell: (key) => <code>{key.prefix}</code> },
    { id: "may", label: strings.may(), cell: (key) => key.scopes.map((scope) => strings.scope(scope)).join(", ") },
    { id: "used", label: strings.used(), cell: (key) => <Age at={key.last_used_at} /> },
    { id: "made", label: strings.made(), cell: (key) => <Age at={key.created_at} /> },
    {
      id: "state",
      label: strings.state(),
      cell: (key) => <Badge tone={STATES[key.status].tone}>{STATES[key.status].word()}</Badge>,
    },
    {
      id: "actions",
      label: strings.actions(),
      cell: (key) =>
        (key.status === "active" || key.status === "replaced") && (
          <ConfirmButton
            label={strings.revoke()}
            question={strings.revokeQuestion(key.name)}
            confirm={strings.revoke()}
            isBusy={keys.revoke.isBusy}
            onConfirm={() => keys.revoke.run(key.id)}
          >
            {strings.revokeText()}
          </ConfirmButton>
        ),
    },
  ];
}

function Create({ keys }: { keys: ReturnType<typeof useKeys> }) {
  const { create, name, setName, mode, setMode, chosen, allow } = keys;
  return (
    <Box>
      <form
        className="crossdock-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create.run({ name: name.trim(), mode, scopes: chosen });
        }}
      >
        <Field name="name" label={strings.name()} help={strings.nameHelp()} value={name} onChange={setName} failure={create.failure} />
        <RadioControl
          label={strings.mode()}
          selected={mode}
          options={[
            { value: "live", label: strings.live() },
            { value: "test", label: strings.test() },
          ]}
          onChange={(value) => setMode(value === "test" ? "test" : "live")}
        />
        <fieldset className="crossdock-fieldset">
          <legend>{strings.may()}</legend>
          {SCOPES[mode].map((scope: KeyScope) => (
            <CheckboxControl
              key={scope}
              __nextHasNoMarginBottom
              label={strings.scope(scope)}
              checked={chosen.includes(scope)}
              onChange={(isOn) => allow(scope, isOn)}
            />
          ))}
        </fieldset>
        <FailureNotice failure={create.failure} />
        <Button variant="primary" type="submit" isBusy={create.isBusy} disabled={create.isBusy || name.trim() === "" || chosen.length === 0}>
          {strings.create()}
        </Button>
      </form>
    </Box>
  );
}

function NewKey({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <Box>
      <p role="status">{strings.created()}</p>
      <CopyLine label={strings.key()} line={secret} />
      <p>
        <Button variant="primary" onClick={onDone}>
          {strings.done()}
        </Button>
      </p>
    </Box>
  );
}
