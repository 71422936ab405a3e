import { describe, expect, it } from "vitest";
import type { AuditEvent } from "@/lib/audit/event";
import { auditExportStream } from "./audit-export";

function event(change: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: "0b0f6c3e-0000-4000-8000-000000000001",
    at: new Date("2026-03-01T12:00:00.123Z"),
    actor: { kind: "person", id: "p1", name: "ada" },
    action: "credentials.issued",
    outcome: "success",
    object: { kind: "target", id: "t1", name: "Prod / Admin" },
    remoteAddress: "192.0.2.7",
    userAgent: "curl/8",
    reference: "abcdefghjk",
    detail: { a: 1 },
    ...change,
  };
}

async function* pages(...all: readonly (readonly AuditEvent[])[]) {
  yield* all;
}

const csv = (...events: readonly AuditEvent[]) =>
  new Response(auditExportStream("csv", pages(events))).text();
const ndjson = (...events: readonly AuditEvent[]) =>
  new Response(auditExportStream("ndjson", pages(events))).text();
const named = (name: string) => event({ actor: { kind: "person", name } });

describe("W11 an export as CSV", () => {
  it("has a header, every cell quoted, and RFC 4180 line ends", async () => {
    expect(await csv(event())).toBe(
      '"id","at","actorKind","actorId","actorName","action","outcome","objectKind","objectId","objectName","remoteAddress","userAgent","reference","detail"\r\n' +
        '"0b0f6c3e-0000-4000-8000-000000000001","2026-03-01T12:00:00.123Z","person","p1","ada","credentials.issued","success","target","t1","Prod / Admin","192.0.2.7","curl/8","abcdefghjk","{""a"":1}"\r\n',
    );
  });

  it.each([
    '=HYPERLINK("https://evil.example","ada")',
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u200b=1",
    "\u00a0@x",
    "\uff1d1",
    "\uff0b1",
    "|calc",
    "%0A=1",
  ])("gives %j as text, whatever a spreadsheet makes of it", async (name) => {
    const line = (await csv(named(name))).split('\r\n"').at(-1) ?? "";
    expect(line).toContain(`"'${name.replaceAll('"', '""')}"`);
  });

  it.each(["ada", "1 = 1", "a@b.example", "x-y"])("leaves %j as it is", async (name) => {
    expect(await csv(named(name))).toContain(`"${name}"`);
  });

  it("lets no value end its cell or its line", async () => {
    const text = await csv(named('x","y"\r\n"forged'), event());
    expect(text.split('\r\n"0b0f').length).toBe(3);
    expect(text).toContain('"x"",""y""\r\n""forged"');
  });
});

describe("W11 an export as NDJSON", () => {
  it("is one event a line, whatever line breaks its values hold", async () => {
    const text = await ndjson(named('a\nb\r\u2028c\u2029d\u0085{"forged":1}'), event());
    const lines = text.split(/\r\n|[\n\r\u2028\u2029\u0085]/).filter((line) => line !== "");
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      actor: { name: 'a\nb\r\u2028c\u2029d\u0085{"forged":1}' },
    });
  });

  it("reads the next page only when the one before is taken, and stops reading when nobody wants more", async () => {
    const read: number[] = [];
    let isStopped = false;
    async function* endless() {
      try {
        for (let page = 0; ; page += 1) {
          read.push(page);
          yield [event()];
        }
      } finally {
        isStopped = true;
      }
    }
    const reader = auditExportStream("ndjson", endless()).getReader();
    await reader.read();
    await reader.read();
    expect(read.length).toBeLessThan(5);
    await reader.cancel();
    expect(isStopped).toBe(true);
  });
});
