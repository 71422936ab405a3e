import { prometheusText } from "@/app/_http/metrics";
import { ANSWER_HEADERS } from "@/app/_http/problem";

export const dynamic = "force-dynamic";

/** For Prometheus. Numbers only: nothing here names a person, an account or a role. */
export function GET(): Response {
  return new Response(prometheusText(), {
    headers: { ...ANSWER_HEADERS, "Content-Type": "text/plain; version=0.0.4; charset=utf-8" },
  });
}
