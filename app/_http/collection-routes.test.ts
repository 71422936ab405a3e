import { beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors/app-error";
import { runtime } from "@/lib/runtime";
import { consequencesRoute, itemRoutes, listRoutes } from "./collection-routes";
import { ACCOUNTS } from "./collections";
import { ORIGIN, SETTINGS } from "./fixtures/browser-request";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const token = { kind: "token" };
const accounts = {
  list: vi.fn(),
  get: vi.fn(),
  create: vi.fn(),
  update: vi.fn(),
  delete: vi.fn(),
  consequencesOfDelete: vi.fn(),
};
const account = {
  id: "418273650912",
  accountId: "418273650912",
  name: "Prod",
  partition: "aws",
  region: "eu-west-1",
  labels: {},
  targetCount: 0,
};
beforeEach(() => {
  vi.resetAllMocks();
  const sessions = { actorOfToken: async () => token };
  vi.mocked(runtime).mockResolvedValue({ settings: SETTINGS, sessions, admin: { accounts } } as never);
});
const request = (method: string, path: string, body?: unknown) =>
  new Request(`${ORIGIN}/api/v1/admin/accounts${path}`, {
    method,
    headers: { authorization: "Bearer t", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const list = listRoutes(ACCOUNTS);
const item = itemRoutes(ACCOUNTS);
const all = { params: Promise.resolve({}) } as never;
const one = { params: Promise.resolve({ id: "418273650912" }) };

describe("a collection of the admin API", () => {
  it("lists with a cursor", async () => {
    accounts.list.mockResolvedValue({ items: [account], nextCursor: "next" });
    const response = await list.GET(request("GET", "?q=pro&limit=1"), all);
    expect(await response.json()).toMatchObject({
      items: [{ accountId: "418273650912" }],
      nextCursor: "next",
    });
    expect(accounts.list).toHaveBeenCalledWith(token, { q: "pro", limit: 1 });
  });

  it("creates with 201 and says where, and hands the input on unparsed", async () => {
    accounts.create.mockResolvedValue(account);
    const response = await list.POST(request("POST", "", { name: "Prod", isAdmin: true }), all);
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe("/api/v1/admin/accounts/418273650912");
    expect(accounts.create).toHaveBeenCalledWith(token, { name: "Prod", isAdmin: true });
  });

  it("reads, changes and deletes one", async () => {
    accounts.get.mockResolvedValue(account);
    accounts.update.mockResolvedValue({ ...account, name: "New" });
    expect((await item.GET(request("GET", "/418273650912"), one)).status).toBe(200);
    const changed = await item.PATCH(request("PATCH", "/418273650912", { name: "New" }), one);
    expect((await changed.json()).name).toBe("New");
    const deleted = await item.DELETE(request("DELETE", "/418273650912"), one);
    expect(deleted.status).toBe(204);
    expect(accounts.delete).toHaveBeenCalledWith(token, "418273650912");
  });

  it("tells what a deletion would take away without deleting", async () => {
    const told = { summary: "3 people lose access now.", peopleLosingAccess: [], removes: [] };
    accounts.consequencesOfDelete.mockResolvedValue(told);
    const response = await consequencesRoute(ACCOUNTS)(request("GET", "/418273650912/consequences"), one);
    expect(await response.json()).toEqual(told);
    expect(accounts.delete).not.toHaveBeenCalled();
  });

  it("passes a refusal on with its status", async () => {
    accounts.get.mockRejectedValue(new AppError("admin.not_found"));
    expect((await item.GET(request("GET", "/1"), one)).status).toBe(404);
  });
});
