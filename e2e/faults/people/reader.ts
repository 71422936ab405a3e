/** Somebody who is signed in and may read in production: what most runs about credentials begin with. */
import type { World } from "../world/world";
import type { Browser } from "./browser";
import { entitlementId } from "./credentials";
import { signIn } from "./sign-in";
import { persona } from "./staff";

export interface Reader {
  readonly browser: Browser;
  /** Of the entitlement. */
  readonly id: string;
}

export async function productionReader(world: World, port?: number): Promise<Reader> {
  const browser = world.browser(port);
  const { isSignedIn, last } = await signIn(browser, world.idp, persona("ada"));
  if (!isSignedIn) throw new Error(`ada could not sign in: ${last.status} ${last.body.slice(0, 300)}`);
  return { browser, id: await entitlementId(browser, "ReadOnly") };
}
