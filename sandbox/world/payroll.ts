import type { WorldAccount } from "./model";
import { HOUR } from "./policies";

/** Where AWS takes encrypted assertions only: nobody reads on the way who gets in. */
export const PAYROLL: WorldAccount = {
  accountId: "904618273551",
  name: "Meridian Payroll",
  alias: "meridian-payroll",
  region: "eu-central-1",
  color: "red",
  labels: { environment: "production", owner: "people" },
  registered: true,
  roles: [
    {
      name: "PayrollReader",
      description: "Read payslips; AWS takes encrypted assertions only",
      maxSessionDuration: 2 * HOUR,
      trust: { to: "rolebridge-encrypted" },
      allowsSourceIdentity: true,
      target: { sourceIdentity: true },
    },
  ],
};
