import type { Guard } from "./guard";

/** Metadata of identity providers, as administrators paste it. */

const METADATA = "lib/saml/identity-provider-metadata.ts";
const ADDRESS = "lib/saml/sso-address.ts";

const guard = (what: string, file: string, from: string, to = "if (false)"): Guard => ({
  case: "S68",
  guard: what,
  file,
  from,
  to,
  tests: "lib/saml/identity-provider-metadata.test.ts",
});

export const METADATA_GUARDS: readonly Guard[] = [
  guard("size", METADATA, "if (text.length > MAX_METADATA_CHARACTERS)"),
  guard("number of comments", METADATA, "comments: 1_000,", "comments: 2_000,"),
  guard("validUntil is over", METADATA, "if (end <= now)"),
  guard("one provider", METADATA, "if (providers.length > 1)"),
  guard("one role", METADATA, "if (another)"),
  guard(
    "every address is judged",
    METADATA,
    `if (fault) throw invalid(\`Its \${what}`,
    `if (false) throw invalid(\`Its \${what}`,
  ),
  guard("a certificate", METADATA, "if (certificates.length === 0)"),
  guard("not too many certificates", METADATA, "if (certificates.length > MAX_CERTIFICATES)"),
  guard("no weak certificate", METADATA, 'if (refused && "fault" in refused.verdict)'),
  guard("https", ADDRESS, 'if (url.protocol !== "https:" && !(loopback && insecureHttpOnLoopback))'),
  guard("http on loopback only where allowed", ADDRESS, "!(loopback && insecureHttpOnLoopback)", "!loopback"),
  guard("http on loopback only", ADDRESS, "!(loopback && insecureHttpOnLoopback)", "!insecureHttpOnLoopback"),
  guard("no user name", ADDRESS, 'if (url.username !== "" || url.password !== "")'),
  guard("no fragment", ADDRESS, 'if (url.hash !== "")'),
  guard("no backslash", ADDRESS, "if (/[\\s\\\\\\p{Cc}]/u.test(address))"),
];
