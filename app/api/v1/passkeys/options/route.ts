import { api } from "@/app/_http/api";
import { json } from "@/app/_http/json";

/** What the browser needs to make a passkey. A POST: each answer holds a challenge of its own. */
export const POST = api(async ({ actor, rolebridge }) => json(await rolebridge.stepUp.beginPasskey(actor)));
