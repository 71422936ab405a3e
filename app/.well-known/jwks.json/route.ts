import { answer } from "@/app/_http/handle";
import { publicJson } from "@/app/_http/public-json";

export const dynamic = "force-dynamic";

/** The public halves of the keys that sign web identity tokens. */
export const GET = answer(async ({ rolebridge }) => publicJson(await rolebridge.access.issuerKeys()));
