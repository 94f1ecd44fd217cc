import { Button, RadioControl } from "@wordpress/components";
import type { ApiKey } from "../../api/hub";
import { Age } from "../../components/age";
import { Badge, type Tone } from "../../components/badge";
import { ConfirmButton } from "../../components/confirm-button";
import { CopyLine } from "../../components/copy-line";
import { DataTable, type Column } from "../../components/data-table";
import { FailureNotice } from "../../components/failure-notice";
import { Field } from "../../components/field";
import { LoadedView } from "../../components/loaded-view";
import { Box, Empty, Page } from "../../components/page";
import { keyState, useKeys, type KeyState } from "./hooks";
import { strings } from "./strings";

const STATES: Record<KeyState, { tone: Tone; word: () => string }> = {
  valid: { tone: "good", word: strings.valid },
  revoked: { tone: "quiet", word: strings.revokedState },
  expired: { tone: "quiet", word: strings.expired },
};

export function Keys() {
  const keys = useKeys();
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      {keys.secret === null ? <Create keys={keys} /> : <NewKey secret={keys.secret} onDone={keys.forget} />}
      <FailureNotice failure={keys.revoke.failure} />
      <LoadedView loaded={keys.loaded}>
        {(data) =>
          data.keys.length === 0 ? (
            <Empty title={strings.none()}>{strings.noneText()}</Empty>
          ) : (
            <DataTable label={strings.list()} columns={columns(keys)} rows={data.keys} rowKey={(key) => key.id} />
          )
        }
      </LoadedView>
    </Page>
  );
}

function columns(keys: ReturnType<typeof useKeys>): Column<ApiKey>[] {
  return [
    { id: "name", label: strings.nameColumn(), cell: (key) => <strong>{key.name}</strong> },
    { id: "prefix", label: strings.begins(), cell: (key) => <code>{key.prefix}</code> },
    { id: "used", label: strings.used(), cell: (key) => <Age at={key.last_used_at} /> },
    { id: "made", label: strings.made(), cell: (key) => <Age at={key.created_at} /> },
    {
      id: "state",
      label: strings.state(),
      cell: (key) => <Badge tone={STATES[keyState(key)].tone}>{STATES[keyState(key)].word()}</Badge>,
    },
    {
      id: "actions",
      label: strings.actions(),
      cell: (key) =>
        keyState(key) === "valid" && (
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
  const { create, name, setName, mode, setMode } = keys;
  return (
    <Box>
      <form
        className="crossdock-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create.run({ name: name.trim(), mode });
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
        <FailureNotice failure={create.failure} />
        <Button variant="primary" type="submit" isBusy={create.isBusy} disabled={create.isBusy || name.trim() === ""}>
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
