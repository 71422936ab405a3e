/** Who works at Meridian Freight: the people one can sign in as at both identity providers. */

export interface Persona {
  /** Typed into the sign-in form; the e-mail address works as well. */
  readonly username: string;
  readonly password: string;
  readonly email: string;
  /** Opaque and never reused: the SAML NameID and the OpenID Connect subject. */
  readonly employeeId: string;
  readonly displayName: string;
  readonly groups: readonly string[];
  readonly department: string;
  /** One sentence for the person who chooses whom to be. */
  readonly about: string;
  /** Administrator of Rolebridge. */
  readonly admin: boolean;
}

export const PERSONAS: readonly Persona[] = [
  {
    username: "ada",
    password: "ada-sandbox",
    email: "ada@meridian.example",
    employeeId: "mf-2017-0412",
    displayName: "Ada Lindqvist",
    groups: ["engineering", "logistics-analytics"],
    department: "Logistics",
    about: "Engineer with a handful of roles",
    admin: false,
  },
  {
    username: "otto",
    password: "otto-sandbox",
    email: "otto@meridian.example",
    employeeId: "mf-2015-0088",
    displayName: "Otto Brandt",
    groups: ["engineering", "on-call", "platform", "data-operations"],
    department: "Site Reliability",
    about: "On-call operator with many roles",
    admin: false,
  },
  {
    username: "grace",
    password: "grace-sandbox",
    email: "grace@meridian.example",
    employeeId: "mf-2013-0007",
    displayName: "Grace Okafor",
    groups: ["platform", "rolebridge-admins"],
    department: "Platform",
    about: "Administrator of Rolebridge",
    admin: true,
  },
  {
    username: "iris",
    password: "iris-sandbox",
    email: "iris@meridian.example",
    employeeId: "mf-2019-0731",
    displayName: "Iris Calloway",
    groups: ["auditors", "rolebridge-auditors"],
    department: "Internal Audit",
    about: "Auditor who may read everything and change nothing",
    admin: false,
  },
  {
    username: "cora",
    password: "cora-sandbox",
    email: "cora@harbourline.example",
    employeeId: "hl-0031",
    displayName: "Cora Jensen",
    groups: ["contractors"],
    department: "Harbourline",
    about: "Contractor who delivers files, with an MFA device",
    admin: false,
  },
  {
    username: "mira",
    password: "mira-sandbox",
    email: "mira@meridian.example",
    employeeId: "mf-2018-0260",
    displayName: "Mira Santos",
    groups: ["security"],
    department: "Security",
    about: "Security engineer whose roles ask for more than a sign-in",
    admin: false,
  },
  {
    username: "noel",
    password: "noel-sandbox",
    email: "noel@meridian.example",
    employeeId: "mf-2022-1190",
    displayName: "Noel Fournier",
    groups: ["sales"],
    department: "Sales",
    about: "Has no access to AWS yet",
    admin: false,
  },
];

/** The group that administers Rolebridge itself. */
export const ADMIN_GROUP = "rolebridge-admins";

/** The persona with this user name or e-mail address and password. */
export function findPersona(username: string, password: string): Persona | undefined {
  const wanted = username.trim().toLowerCase();
  return PERSONAS.find((p) => (p.username === wanted || p.email === wanted) && p.password === password);
}
