import { api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { AppError } from "@/lib/errors/app-error";

/** Who is signed in. */
export const GET = api(async ({ actor }) => {
  if (actor.kind !== "person") throw new AppError("access.needs_person");
  const { identity } = actor;
  return json({
    username: identity.username,
    email: identity.email ?? null,
    displayName: identity.displayName,
    connection: identity.connection,
    groups: identity.groups,
    roles: [...actor.roles].sort(),
    signedInAt: actor.signedInAt,
    expiresAt: actor.expiresAt,
  });
});
