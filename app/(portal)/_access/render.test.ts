import { describe, expect, it } from "vitest";
import { CREDENTIAL_FORMATS } from "@/lib/delivery/formats";
import { renderCredentials } from "@/lib/delivery/render-credentials";
import { Secret } from "@/lib/secret/secret";
import { render, renderHidden } from "./render";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYzEXAMPLEKEY";
const TOKEN = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQD+/=";
const credentials = {
  accessKeyId: "ASIAQ3EGRJ7KT2XW5MPD",
  secretAccessKey: SECRET,
  sessionToken: TOKEN,
  expiration: "2026-11-03T11:00:00.000Z",
  assumedRoleArn: "arn:aws:sts::418273650912:assumed-role/Deploy/ada@meridian.example",
  assumedRoleId: "AROAQ3EGRJ7KT2XW5MPDA:ada@meridian.example",
  accountId: "418273650912",
  partition: "aws",
  region: "eu-west-1",
} as const;

describe.each(CREDENTIAL_FORMATS)("%s", (format) => {
  it("is in the browser what the server gives", () => {
    const onServer = renderCredentials(
      {
        ...credentials,
        secretAccessKey: new Secret(SECRET),
        sessionToken: new Secret(TOKEN),
        expiration: new Date(credentials.expiration),
      },
      format,
      "meridian-prod-Deploy",
    );
    expect(render(format, credentials, "meridian-prod-Deploy")).toEqual(onServer);
    expect(onServer.text).toContain(SECRET);
  });

  it("hides the secret and the token, and nothing else", () => {
    const hidden = renderHidden(format, credentials, "meridian-prod-Deploy");
    expect(hidden).not.toContain(SECRET.slice(0, 12));
    expect(hidden).not.toContain(TOKEN.slice(0, 12));
    expect(hidden.match(/•{16}/g)).toHaveLength(2);
    const { text } = render(format, credentials, "meridian-prod-Deploy");
    expect(hidden).toBe(text.replace(SECRET, "•".repeat(16)).replace(TOKEN, "•".repeat(16)));
  });
});
