import { Download } from "lucide-react";
import type { Metadata } from "next";
import { Badge, type BadgeTone } from "@/app/_ui/badge";
import { buttonStyles } from "@/app/_ui/control-styles";
import { PageHeader } from "@/app/_ui/page-header";
import { Time } from "@/app/_ui/time";
import type { SigningKeyView } from "@/lib/flows/admin/admin-use-cases";
import { adminVisit } from "../_parts/admin-visit";
import { Section } from "../_parts/section";
import { Values } from "../_parts/values";
import { KeySteps, MakeNextKey } from "./key-steps";
import { RotationGuide } from "./rotation-guide";

export const metadata: Metadata = { title: "Signing keys" };

const STATUS: Readonly<
  Record<SigningKeyView["status"], { readonly word: string; readonly tone: BadgeTone }>
> = {
  current: { word: "In use", tone: "success" },
  next: { word: "Next", tone: "accent" },
  previous: { word: "Previous", tone: "accent" },
  retired: { word: "Retired", tone: "neutral" },
};

const PURPOSE: Readonly<Record<SigningKeyView["purpose"], string>> = {
  "aws-saml": "SAML assertions",
  "aws-oidc-rs256": "Web identity tokens, RS256",
  "aws-oidc-es256": "Web identity tokens, ES256",
  "saml-sp": "Single logout with identity providers",
};

export default async function KeysPage() {
  const { rolebridge, person } = await adminVisit();
  const keys = await rolebridge.admin.keys.list(person);
  const purposes = [...new Set(keys.map(({ purpose }) => purpose))];
  const { origin } = rolebridge.settings;
  return (
    <>
      <PageHeader
        title="Signing keys"
        description="With these keys Rolebridge vouches to AWS for who somebody is, and signs people out at identity providers. The private halves never leave this server."
        actions={
          <a href="/aws/saml/metadata" download className={buttonStyles("primary", "md")}>
            <Download aria-hidden="true" />
            Download metadata
          </a>
        }
      />
      {purposes.map((purpose) => (
        <KeysOfPurpose key={purpose} purpose={purpose} keys={keys.filter((key) => key.purpose === purpose)} />
      ))}
      <Section
        title="Tell AWS"
        description="Once for each account: IAM, Identity providers, Add provider. For SAML upload the metadata and use the name of your SAML provider ARN; for web identity give the issuer."
      >
        <Values
          values={[
            {
              label: "Metadata address",
              value: `${origin}/aws/saml/metadata`,
              copy: `${origin}/aws/saml/metadata`,
            },
            { label: "Issuer of web identity tokens", value: origin, copy: origin },
          ]}
        />
      </Section>
    </>
  );
}

function KeysOfPurpose({
  purpose,
  keys,
}: {
  readonly purpose: SigningKeyView["purpose"];
  readonly keys: readonly SigningKeyView[];
}) {
  const isRotating = keys.some(({ status }) => status === "next" || status === "previous");
  return (
    <Section title={PURPOSE[purpose]}>
      <RotationGuide purpose={purpose} keys={keys} />
      {keys.map((key) => (
        <KeyCard key={key.id} {...key} />
      ))}
      {isRotating ? null : <MakeNextKey purpose={purpose} />}
    </Section>
  );
}

function KeyCard(key: SigningKeyView) {
  return (
    <article className="mb-6">
      <h3 className="mb-3 flex items-center gap-2 font-semibold tracking-[-0.01em]">
        {key.subject}
        <Badge tone={STATUS[key.status].tone}>{STATUS[key.status].word}</Badge>
      </h3>
      <Values
        values={[
          { label: "SHA-256 fingerprint", value: key.sha256, copy: key.sha256 },
          { label: "Made", value: <Time at={key.createdAt} /> },
          { label: "Certificate valid until", value: <Time at={key.notAfter} /> },
        ]}
      />
      <details className="mt-2">
        <summary className="text-ink-soft text-sm">Certificate</summary>
        <pre className="mt-2 overflow-x-auto rounded-lg border border-line bg-sunken p-3 font-mono text-xs">
          {key.certificatePem}
        </pre>
      </details>
      <KeySteps {...key} />
    </article>
  );
}
