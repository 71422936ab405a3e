/** Who may take which role of the sandbox on the first day: what its administrator has granted. */
import { ADMIN_GROUP } from "./personas";
import { CONTRACT_DAYS, HOUR } from "./world/policies";

export interface WorldGrant {
  /** `<account alias>/<role name>` */
  readonly role: `${string}/${string}`;
  readonly principal: { group: string } | { user: string } | { attribute: string; equals: string };
  readonly maxDurationSeconds?: number;
  /** Counted from the moment it is set up. */
  readonly expiresInDays?: number;
  readonly note?: string;
}

export const GRANTS: readonly WorldGrant[] = [
  { role: "meridian-prod/ReadOnly", principal: { group: "engineering" } },
  { role: "meridian-prod/ReadOnly", principal: { group: "platform" } },
  { role: "meridian-prod/Deploy", principal: { group: "on-call" } },
  { role: "meridian-prod/Deploy", principal: { group: "platform" }, note: "Release captains" },
  {
    role: "meridian-prod/OnCallOperator",
    principal: { group: "on-call" },
    maxDurationSeconds: HOUR,
    note: "One hour at a time, so that a forgotten session ends with the shift",
  },
  { role: "meridian-prod/DatabaseOperator", principal: { group: "on-call" } },
  {
    role: "meridian-prod/BreakGlassAdmin",
    principal: { user: "otto@meridian.example" },
    note: "Deputy for emergencies while the platform lead is away",
  },
  { role: "meridian-prod/BreakGlassAdmin", principal: { group: ADMIN_GROUP } },
  { role: "meridian-prod/IncidentResponder", principal: { group: "on-call" } },
  {
    role: "meridian-prod/BreakGlassUser",
    principal: { user: "otto@meridian.example" },
    note: "Holds the MFA device while the platform lead is away",
  },
  { role: "meridian-prod/SecurityAudit", principal: { group: "auditors" } },
  { role: "meridian-prod/CustomerRecords", principal: { group: "security" } },
  { role: "meridian-prod/PaymentOperator", principal: { group: "security" } },
  { role: "meridian-prod/KeyCustodian", principal: { group: "security" } },
  { role: "meridian-staging/Developer", principal: { group: "engineering" } },
  { role: "meridian-staging/PreviewDeployer", principal: { group: "on-call" } },
  { role: "meridian-staging/PlatformAdmin", principal: { group: "platform" } },
  { role: "meridian-staging/SecurityAudit", principal: { group: "auditors" } },
  { role: "meridian-staging/SecurityAudit", principal: { group: "platform" } },
  { role: "meridian-data/AnalystReadOnly", principal: { attribute: "department", equals: "Logistics" } },
  { role: "meridian-data/AnalystReadOnly", principal: { group: "data-operations" } },
  { role: "meridian-data/PipelineOperator", principal: { group: "data-operations" } },
  {
    role: "meridian-data/PipelineOperator",
    principal: { user: "ada@meridian.example" },
    expiresInDays: 14,
    note: "Backfill of the freight manifests",
  },
  {
    role: "meridian-gov/HarbourInspector",
    principal: { user: "otto@meridian.example" },
    note: "Cleared for GovCloud",
  },
  {
    role: "meridian-cn/BerthPlanner",
    principal: { user: "otto@meridian.example" },
    note: "Stands in for the planner in Shanghai",
  },
  {
    role: "meridian-payroll/PayrollReader",
    principal: { user: "otto@meridian.example" },
    note: "To look into the failed run of October",
  },
  { role: "meridian-data/WarehouseReader", principal: { group: "data-operations" } },
  { role: "meridian-data/LakeOperator", principal: { group: "data-operations" } },
  { role: "meridian-data/ManifestReader", principal: { group: "data-operations" } },
  {
    role: "meridian-data/ContractorUpload",
    principal: { user: "cora@harbourline.example" },
    expiresInDays: CONTRACT_DAYS,
    note: "Ends with Harbourline's contract",
  },
  {
    role: "meridian-data/ContractorUpload",
    principal: { group: "on-call" },
    note: "To try what a partner reports",
  },
  { role: "meridian-data/SecurityAudit", principal: { group: "auditors" } },
];
