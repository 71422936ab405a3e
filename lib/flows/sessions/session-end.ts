/**
 * Why an app session does not hold: who ended it; or the person is disabled now, the connection is off now, it was idle
 * too long or has reached its end.
 */
export type SessionEnd =
  | "person"
  | "provider"
  | "administrator"
  | "provisioning"
  | "person_disabled"
  | "connection_off"
  | "timed_out";
