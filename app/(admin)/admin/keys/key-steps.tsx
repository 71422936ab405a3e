import type { SigningKeyView } from "@/lib/flows/admin/admin-use-cases";
import { ConfirmedAction } from "../_forms/confirmed-action.client";
import { changeKey, makeNextKey } from "./actions";

type Purpose = SigningKeyView["purpose"];

/** What must have happened elsewhere before the next key is used. */
const BEFORE_USE: Readonly<Record<Purpose, string>> = {
  "aws-saml":
    "Upload the new metadata to IAM in every account first: an account that does not know the key refuses everybody. If one was forgotten, the previous key can be used again.",
  "aws-oidc-rs256":
    "AWS reads the published keys by itself. Let the key be published for a day first, so that every cache knows it.",
  "aws-oidc-es256":
    "AWS reads the published keys by itself. Let the key be published for a day first, so that every cache knows it.",
  "saml-sp":
    "Let every SAML identity provider read the new SP metadata first: one that does not know the key refuses our sign-outs. Signing in goes on all the same.",
};

/** What the key before the current one signed may still be on its way. */
const IN_FLIGHT: Readonly<Record<Purpose, string>> = {
  "aws-saml":
    "Wait five minutes after the new key came into use: assertions that this one signed may still be on their way, and AWS refuses those once an account's metadata no longer has it.",
  "aws-oidc-rs256":
    "Wait five minutes after the new key came into use: AWS looks this key up for tokens that are still on their way, and refuses them when it is gone. Sessions that run are not touched.",
  "aws-oidc-es256":
    "Wait five minutes after the new key came into use: AWS looks this key up for tokens that are still on their way, and refuses them when it is gone. Sessions that run are not touched.",
  "saml-sp":
    "Identity providers that read the metadata last while it signed refuse our sign-outs until they read it again.",
};

export function MakeNextKey({ purpose }: { readonly purpose: Purpose }) {
  return (
    <div className="mt-3">
      <ConfirmedAction
        label="Make the next key…"
        title="Make the next key?"
        confirmLabel="Make the next key"
        cancelLabel="Not now"
        tone="primary"
        fields={{ purpose }}
        action={makeNextKey}
      >
        It is published beside the one in use, and signs nothing yet.
      </ConfirmedAction>
    </div>
  );
}

/** The steps a key can take as it is now. */
export function KeySteps({ id, purpose, status }: SigningKeyView) {
  if (status === "current" || status === "retired") return null;
  return (
    <div className="mt-3 flex flex-wrap gap-3">
      <ConfirmedAction
        label={status === "next" ? "Use this key…" : "Use this key again…"}
        title={
          status === "next" ? "Sign with the next key from now on?" : "Sign with the previous key again?"
        }
        confirmLabel="Use this key"
        cancelLabel="Not now"
        fields={{ id, status: "current" }}
        action={changeKey}
      >
        {status === "next" ? BEFORE_USE[purpose] : "The key in use stays published and becomes the next one."}
      </ConfirmedAction>
      <ConfirmedAction
        label="Retire this key…"
        title="Retire this key for good?"
        confirmLabel="Retire this key"
        cancelLabel="Not now"
        fields={{ id, status: "retired" }}
        action={changeKey}
      >
        {status === "previous" ? `${IN_FLIGHT[purpose]} ` : ""}
        It is no longer published and its private half is deleted. This cannot be taken back.
      </ConfirmedAction>
    </div>
  );
}
