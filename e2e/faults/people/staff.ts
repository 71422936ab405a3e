/** The people who sign in. */
import { PERSONAS } from "../../../sandbox/personas";
import type { Person } from "./company-idp";

/** Somebody of the sandbox's company, with what they may take there. */
export function persona(username: string): Person {
  const found = PERSONAS.find((candidate) => candidate.username === username);
  if (found === undefined) throw new Error(`nobody is called ${username}`);
  const { employeeId, email, displayName, department, groups } = found;
  return { id: employeeId, email, displayName, department, groups };
}

/** One of many engineers. */
export function engineer(number: number, groups: readonly string[] = ["engineering"]): Person {
  return {
    id: `mf-load-${number}`,
    email: `engineer-${number}@meridian.example`,
    displayName: `Engineer ${number}`,
    department: "Engineering",
    groups,
  };
}
