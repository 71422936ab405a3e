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

export const metadata: Metadata = { title: "Signing key" };

const STATUS: Readonly<
  Record<SigningKeyView["status"], { readonly word: string; readonly tone: BadgeTone }>
> = {
  current: { word: "In use", tone: "success" },
  next: { word: "Next", tone: "accent" },
  retired: { word: "Retired", tone: "neutral" },
};

export default async function KeysPage() {
  const { rolebridge, person } = await adminVisit();
  const keys = await rolebridge.admin.keys(person);
  const metadataUrl = `${rolebridge.settings.origin}/aws/saml/metadata`;
  return (
    <>
      <PageHeader
        title="Signing key"
        description="With this key Rolebridge vouches to AWS for who somebody is. The private half never leaves this server."
        actions={
          <a href="/aws/saml/metadata" download className={buttonStyles("primary", "md")}>
            <Download aria-hidden="true" />
            Download metadata
          </a>
        }
      />
      {keys.map((key) => (
        <section key={key.id} className="mb-6">
          <h2 className="mb-3 flex items-center gap-2 font-semibold text-lg tracking-[-0.01em]">
            {key.subject}
            <Badge tone={STATUS[key.status].tone}>{STATUS[key.status].word}</Badge>
          </h2>
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
        </section>
      ))}
      <Section
        title="Tell AWS"
        description="Once for each account: IAM, Identity providers, Add provider, SAML. Upload the metadata and use the name of your SAML provider ARN."
      >
        <Values values={[{ label: "Metadata address", value: metadataUrl, copy: metadataUrl }]} />
      </Section>
    </>
  );
}
