import { answer } from "@/app/_http/handle";
import { publicJson } from "@/app/_http/public-json";

// Its content depends on the configuration of this process, not of the build.
export const dynamic = "force-dynamic";

/** Who we are to AWS as an OpenID Connect issuer. AWS asks without a session. */
export const GET = answer(async ({ rolebridge }) => publicJson(rolebridge.access.issuerDiscovery()));
