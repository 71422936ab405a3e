import "server-only";
import { notFound } from "next/navigation";
import { hasRole, signedInVisit } from "@/app/_http/page";
import { AppError } from "@/lib/errors/app-error";
import type { PersonActor } from "@/lib/identity/actor";
import type { Runtime } from "@/lib/runtime";

export interface AdminVisit {
  readonly rolebridge: Runtime;
  readonly person: PersonActor;
  /** Auditors look, administrators change. The use-cases decide; this only spares dead buttons. */
  readonly mayChange: boolean;
}

/** Who looks at an admin page. Everybody else is told that there is nothing here. */
export async function adminVisit(): Promise<AdminVisit> {
  const { rolebridge, person } = await signedInVisit();
  const mayChange = hasRole(person, "administrator");
  if (!(mayChange || hasRole(person, "auditor"))) notFound();
  return { rolebridge, person, mayChange };
}

/** What was asked for, or the page that says it does not exist. */
export async function found<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError && error.kind === "not_found") notFound();
    throw error;
  }
}
