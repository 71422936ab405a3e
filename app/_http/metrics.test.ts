import { expect, it } from "vitest";
import { counted, prometheusText } from "./metrics";

it("counts how work ends and hands its end on", async () => {
  const before = prometheusText();
  expect(before).not.toContain('protocol="saml"');
  expect(await counted("rolebridge_sign_ins_total", { protocol: "saml" }, Promise.resolve(7))).toBe(7);
  await counted("rolebridge_sign_ins_total", { protocol: "saml" }, Promise.resolve(7));
  const failing = counted("rolebridge_sign_ins_total", { protocol: "saml" }, Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  const text = prometheusText();
  expect(text).toContain('\nrolebridge_sign_ins_total{protocol="saml",outcome="done"} 2\n');
  expect(text).toContain('\nrolebridge_sign_ins_total{protocol="saml",outcome="refused"} 1\n');
});

it("keeps every line in the form Prometheus reads", () => {
  const line = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+]+)?$/;
  for (const text of prometheusText().split("\n")) expect(text).toMatch(line);
});
