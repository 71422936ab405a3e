import { guardsOf } from "./guard";

/** What is asked of AWS, and where a proof may go. */

const ARN = "lib/aws/arn.ts";
const TAGS = "lib/aws/session-tags.ts";
const ATTRIBUTES = "lib/aws/assertion-attributes.ts";
const CONSOLE = "lib/aws/console.ts";
const RECIPIENT = "lib/aws/saml-recipient.ts";
const DURATION = "lib/issuance/decide-duration.ts";
const RESOLVE = "lib/issuance/resolve-tags.ts";
const XML = "lib/saml/canonical-xml.ts";
const BUILD = "lib/saml/build-assertion.ts";

export const AWS_GUARDS = [
  ...guardsOf("lib/aws/arn.test.ts", [
    ["A16", "no role of IAM Identity Center", ARN, "if (roleName.startsWith(RESERVED_ROLE))"],
    ["A03", "a path that ends", ARN, " || path.length > MAX_PATH", ""],
    [
      "I02",
      "no comma in a role",
      ARN,
      'const NAME = "[A-Za-z0-9_+=.@-]";',
      'const NAME = "[A-Za-z0-9_+=.@,:/-]";',
    ],
  ]),
  ...guardsOf("lib/aws/session-name.test.ts", [
    [
      "A02",
      "only what AWS takes",
      "lib/aws/session-name.ts",
      "if (isRoleSessionName(username)) yield username;",
      "yield username;",
    ],
    [
      "A02",
      "a hash of who it is",
      "lib/aws/session-name.ts",
      ".update(JSON.stringify([connection, subject]))",
      '.update("" + connection.slice(0, 0) + subject.slice(0, 0))',
    ],
  ]),
  ...guardsOf("lib/aws/assertion-attributes.test.ts", [
    ["A04", "fifty tags", TAGS, "if (tags.length > MAX_TAGS)"],
    ["A04", "no tag twice in two cases", TAGS, "if (twice !== undefined)"],
    ["A04", "no tag of AWS's", TAGS, "if (/^aws:/i.test(key))"],
    ["A04", "a key that ends", TAGS, "if (longerThan(key, MAX_KEY))"],
    ["A04", "a value that ends", TAGS, "if (longerThan(value, MAX_VALUE))"],
    ["A04", "characters of a value", TAGS, "if (!isAllowed(value))"],
    ["A04", "transitive keys are tags", TAGS, "if (unknown !== undefined)"],
    [
      "A05",
      "seconds that AWS takes",
      ATTRIBUTES,
      "if (Number.isInteger(seconds) && seconds >= min && seconds <= max)",
      "if (min < max)",
    ],
    [
      "A07",
      "a source identity that AWS takes",
      ATTRIBUTES,
      "function sourceIdentity(text: string): string {\n  if (isRoleSessionName(text))",
      "function sourceIdentity(text: string): string {\n  if (true)",
    ],
    [
      "A02",
      "a session name that AWS takes",
      ATTRIBUTES,
      "function sessionName(text: string): string {\n  if (isRoleSessionName(text))",
      "function sessionName(text: string): string {\n  if (true)",
    ],
    [
      "A15",
      "role and provider of one account",
      ATTRIBUTES,
      "if (role.accountId !== provider.accountId || role.partition !== provider.partition)",
    ],
  ]),
  ...guardsOf("lib/issuance/plan-session.test.ts", [
    [
      "A01",
      "the role is in the account",
      "lib/issuance/role-of-account.ts",
      "if (role.accountId === accountId && role.partition === partition)",
      "if (role.accountId || accountId || partition)",
    ],
    [
      "A04",
      "only trusted attributes become tags",
      RESOLVE,
      "if (policy.tagAttributes !== undefined && !policy.tagAttributes.includes(rule.attribute))",
    ],
    [
      "A04",
      "an attribute that was sent",
      RESOLVE,
      "if (value === undefined)",
      'if (value === undefined) return "";\n  if (value === undefined)',
    ],
    ["A04", "one value", RESOLVE, "if (more.length > 0)"],
    [
      "A05",
      "the least limit",
      DURATION,
      "limit.seconds < least.seconds ? limit : least",
      "limit.seconds > least.seconds ? limit : least",
    ],
    ["A05", "no less than AWS gives", DURATION, "if (limit.seconds < SESSION_SECONDS.min)"],
    [
      "A05",
      "a wish that AWS gives",
      DURATION,
      "if (Number.isInteger(seconds) && seconds >= SESSION_SECONDS.min)",
      "if (seconds !== undefined)",
    ],
    ["A06", "a policy that AWS takes", "lib/issuance/plan-session.ts", "if (policyFault !== undefined)"],
  ]),
  ...guardsOf("lib/issuance/execute-plan.test.ts", [
    [
      "A06",
      "the policy goes to STS",
      "lib/issuance/kinds/saml.ts",
      "      ...(plan.policy === undefined ? {} : { policy: plan.policy }),\n",
      "",
    ],
    [
      "A06",
      "no console where the policy would be lost",
      "lib/issuance/execute-plan.ts",
      "if (plan.policy !== undefined || plan.policyArns.length > 0)",
    ],
  ]),
  ...guardsOf("lib/aws/console.test.ts", [
    ["A10", "a page of the console", CONSOLE, "if (!isConsoleHost(place.partition, url.hostname))"],
    ["A10", "below the domain", CONSOLE, "host.endsWith(`.${domain}`)", "host.endsWith(domain)"],
    ["A10", "https", CONSOLE, 'if (url.protocol !== "https:" || url.port !== "")'],
    ["A10", "no user name", CONSOLE, 'if (url.username !== "" || url.password !== "")'],
  ]),
  ...guardsOf("lib/flows/admin/target-kinds.test.ts", [
    ["I04", "a recipient is AWS's", RECIPIENT, "isSignInHost(partition, url.host)", "true"],
    ["I04", "a recipient by https", RECIPIENT, ' && url.protocol === "https:"', ""],
  ]),
  ...guardsOf("lib/saml/sign-assertion.test.ts", [
    ["I01", "no element in text", XML, "/[&<>\\r]/g", "/[&>\\r]/g"],
    ["I01", "no end of an attribute", XML, '/[&<"\\t\\n\\r]/g', "/[&<\\t\\n\\r]/g"],
    ["I01", "no character that XML has not", XML, "if (isXmlText(text))", "if (text !== undefined)"],
    ["assertion", "five minutes", BUILD, "lifetimeSeconds <= MAX_LIFETIME && ", ""],
    [
      "assertion",
      "an attribute once",
      BUILD,
      "if (new Set(attributes.map(({ name }) => name)).size !== attributes.length)",
    ],
  ]),
  ...guardsOf("lib/aws/sts-client.test.ts", [
    [
      "A15",
      "a region of the partition",
      "lib/aws/partitions.ts",
      "if (isRegionOf(partition, region)) return",
      "if (partition) return",
    ],
  ]),
] as const;
