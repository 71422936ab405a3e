/**
 * Who may import whom. The table reads in the order data flows; a room may import itself and the
 * rooms listed after it, nothing else. docs/architecture.md draws it.
 */
const ROOMS = {
  // vocabulary of the whole
  errors: [],
  secret: [],
  log: [],
  telemetry: [],
  config: ["secret"],
  // know a wire format, know nothing of us
  aws: ["errors", "secret", "telemetry"],
  saml: ["errors", "secret"],
  oidc: ["errors", "secret"],
  keys: ["errors", "secret"],
  outbound: ["errors"],
  webauthn: ["errors"],
  scim: ["errors"],
  // the flow: who -> may -> proof -> hand over -> record
  identity: ["errors", "saml", "oidc"],
  entitlements: ["errors", "identity", "aws"],
  issuance: ["errors", "secret", "identity", "entitlements", "saml", "oidc", "keys", "aws"],
  // what AWS must hold for a plan, and what its refusals mean
  trust: ["errors", "secret", "identity", "entitlements", "issuance", "aws"],
  delivery: ["errors", "secret", "aws"],
  audit: ["errors"],
  // use-cases join the stages; they see ports (types), never the database or the configuration
  flows: [
    "errors",
    "secret",
    "log",
    "telemetry",
    "identity",
    "entitlements",
    "issuance",
    "trust",
    "delivery",
    "audit",
    "aws",
    "saml",
    "oidc",
    "keys",
    "webauthn",
    "scim",
  ],
  // the outside world; flows only for the ports it implements
  db: ["errors", "secret", "identity", "entitlements", "audit", "keys", "saml", "aws", "scim", "flows"],
};

const room = (names) => `^lib/(${names.join("|")})/`;

module.exports = {
  forbidden: [
    ...Object.entries(ROOMS).map(([name, may]) => ({
      name: `lib-${name}`,
      comment: `lib/${name} may import: ${may.join(", ") || "nothing of ours"}`,
      severity: "error",
      // A test may set up its subject with the real neighbours.
      from: { path: room([name]), pathNot: "\\.test\\.ts$|/fixtures/" },
      to: { path: "^(lib|app|e2e|prisma|sandbox|bench|scripts)/", pathNot: room([name, ...may]) },
    })),
    {
      name: "unknown-room",
      comment: "a new folder under lib/ must be added to ROOMS above",
      severity: "error",
      from: { path: "^lib/[^/]+/", pathNot: room(Object.keys(ROOMS)) },
      to: {},
    },
    {
      name: "db-sees-ports-only",
      comment: "the database implements the ports of the use-cases; it never calls one",
      severity: "error",
      from: { path: "^lib/db/" },
      to: { path: "^lib/flows/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "core-knows-no-framework",
      comment: "Next, React and Prisma stay at the edges: app/, lib/db, lib/runtime.ts",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/db/|^lib/runtime\\.ts$" },
      to: { path: "node_modules/(next|next-auth|react|react-dom|server-only|@prisma)/" },
    },
    {
      name: "node-saml-in-one-file",
      severity: "error",
      // A benchmark measures it alone.
      from: {
        pathNot: "^lib/saml/(check-signature|[^/]+\\.test)\\.ts$|^bench/signing-in/verify-alone\\.mjs$",
      },
      to: { path: "node_modules/@node-saml/" },
    },
    {
      name: "passkeys-in-one-room",
      severity: "error",
      from: { pathNot: "^lib/webauthn/|\\.client\\.tsx?$" },
      to: { path: "node_modules/@simplewebauthn/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "app-calls-the-runtime",
      comment:
        "pages, actions and routes reach lib only through lib/runtime.ts, lib/errors, lib/secret, lib/log and lib/telemetry; types are free",
      severity: "error",
      from: { path: "^app/", pathNot: "\\.test\\.tsx?$|/fixtures/" },
      to: {
        path: "^lib/",
        // The browser writes credentials down in any format from one answer, with the code the API uses.
        pathNot:
          "^lib/runtime\\.ts$|^lib/(errors|secret|log|telemetry)/|^lib/delivery/(render-text|profile-name)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "islands-import-no-lib",
      severity: "error",
      comment:
        "but the formats of credentials, which are pure: asking AWS again for every format, or a second copy of the formats, would be worse",
      from: { path: "\\.client\\.tsx?$" },
      to: {
        path: "^lib/|^app/_http/",
        pathNot: "^lib/delivery/(render-text|profile-name)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "only-the-runtime-opens-the-database",
      severity: "error",
      from: { path: "^(app|lib)/", pathNot: "^lib/db/|^lib/runtime\\.ts$|\\.test\\.ts$|/fixtures/" },
      to: { path: "^lib/db/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "app-never-sees-rows",
      comment: "not even as types: flows return the fields a screen needs, never database rows",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^lib/db/|node_modules/@prisma/" },
    },
    {
      name: "sandbox-shares-nothing",
      comment: "one misreading of AWS must not hide in both the product and the thing that judges it",
      severity: "error",
      from: { path: "^sandbox/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(lib|app)/" },
    },
    {
      name: "formats-run-in-the-browser",
      severity: "error",
      from: {
        path: "^lib/delivery/(render-text|profile-name|plain-value|credential-text|formats/[^.]+)\\.ts$",
      },
      to: { pathNot: "^lib/delivery/", dependencyTypesNot: ["type-only"] },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-test-code-in-product",
      severity: "error",
      from: { path: "^(app|lib)/", pathNot: "\\.test\\.tsx?$|/fixtures/" },
      to: { path: "\\.test\\.tsx?$|^(e2e|sandbox|bench|scripts)/|/fixtures/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/db/generated/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
Object.defineProperty(module.exports, "ROOMS", { value: ROOMS });
