import { prometheusText } from "@/app/_http/metrics";
import { mayReadMetrics } from "@/app/_http/metrics-reader";
import { ANSWER_HEADERS } from "@/app/_http/problem";
import { runtime } from "@/lib/runtime";

export const dynamic = "force-dynamic";

/** For Prometheus. Numbers only: nothing here names a person, an account or a role. */
export async function GET(request: Request): Promise<Response> {
  const rolebridge = await runtime().catch(() => undefined);
  if (rolebridge === undefined || !mayReadMetrics(request.headers, rolebridge.settings.metricsTokenSha256)) {
    return new Response(null, { status: 404, headers: ANSWER_HEADERS });
  }
  return new Response(prometheusText(await rolebridge.vitals()), {
    headers: { ...ANSWER_HEADERS, "Content-Type": "text/plain; version=0.0.4; charset=utf-8" },
  });
}
