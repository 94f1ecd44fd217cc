import { Button, RadioControl } from "@wordpress/components";
import { useState } from "@wordpress/element";
import { FailureNotice } from "../../components/failure-notice";
import { Field } from "../../components/field";
import type { useWelcome } from "./hooks";
import { strings } from "./strings";

/** By a pairing code from the app, or as a new merchant with an invitation. */
export function ConnectForm({ welcome }: { welcome: ReturnType<typeof useWelcome> }) {
  const { fields, set, pair, create, connect } = welcome;
  const [way, setWay] = useState<"code" | "new">("code");
  const { failure, isBusy } = way === "code" ? pair : create;
  return (
    <form
      className="crossdock-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void connect(way);
      }}
    >
      <RadioControl
        label={strings.connectTitle()}
        hideLabelFromVision
        selected={way}
        options={[
          { value: "code", label: strings.wayCode() },
          { value: "new", label: strings.wayNew() },
        ]}
        onChange={(value) => setWay(value === "new" ? "new" : "code")}
      />
      {way === "code" && (
        <Field name="code" label={strings.code()} help={strings.codeHelp()} value={fields.code} onChange={set("code")} failure={failure} isCode />
      )}
      {way === "new" && (
        <>
          <Field name="shop_name" label={strings.shopName()} value={fields.shop_name} onChange={set("shop_name")} failure={failure} />
          <Field
            name="email"
            type="email"
            label={strings.email()}
            help={strings.emailHelp()}
            value={fields.email}
            onChange={set("email")}
            failure={failure}
          />
          <Field
            name="invitation_code"
            label={strings.invitation()}
            help={strings.invitationHelp()}
            value={fields.invitation_code}
            onChange={set("invitation_code")}
            failure={failure}
            isCode
          />
        </>
      )}
      <Field
        name="hub_url"
        type="url"
        label={strings.hubUrl()}
        help={strings.hubUrlHelp()}
        value={fields.hub_url}
        onChange={set("hub_url")}
        failure={failure}
      />
      <FailureNotice failure={failure} />
      <Button variant="primary" type="submit" isBusy={isBusy} disabled={isBusy}>
        {way === "code" ? strings.connect() : strings.signUp()}
      </Button>
    </form>
  );
}
