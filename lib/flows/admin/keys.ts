import { z } from "zod";
import type { AuditAction } from "../../audit/event";
import { AppError } from "../../errors/app-error";
import type { Actor } from "../../identity/actor";
import { KEY_PURPOSES, type KeyPurpose, type KeyStatus, type StoredKey } from "../../keys/key-store";
import { publicHalf } from "../../keys/keyring";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { AdminUseCases, SigningKeyView } from "./admin-use-cases";
import { change, found } from "./change";
import { parseInput } from "./parse-input";

type Context = Pick<FlowContext, "clock" | "random" | "audit" | "unitOfWork" | "keyrings">;
type Keys = AdminUseCases["keys"];

const NEW_KEY = z.strictObject({ purpose: z.enum(KEY_PURPOSES) });
const STEP = z.strictObject({ status: z.enum(["current", "retired"]) });

/** A step of a rotation: what becomes of which key. `previous` and `next` never exist at the same time. */
interface Step {
  readonly moves: readonly { readonly id: string; readonly to: KeyStatus }[];
  readonly action: AuditAction;
}

/**
 * Rotation: make the next key and publish it, use it from then on while the previous one stays published, retire
 * that. Using the previous one again is the way back when an account was forgotten.
 */
export function keyUseCases(context: Context): Keys {
  return {
    list: async (actor) => {
      await requireReader(context, actor, "keys.list");
      const keys = await Promise.all(KEY_PURPOSES.map((purpose) => context.keyrings[purpose].all()));
      return keys.flat().map(({ certificate: _, publicKey: __, ...key }) => key);
    },
    makeNext: async (actor, input) => {
      await requireAdministrator(context, actor, "keys.create");
      const { purpose } = parseInput(NEW_KEY, input);
      return makeNext(context, actor, purpose);
    },
    change: async (actor, id, input) => {
      await requireAdministrator(context, actor, "keys.update");
      const { status } = parseInput(STEP, input);
      return takeStep(context, actor, id, status === "current" ? useStep : retireStep);
    },
  };
}

async function makeNext(context: Context, actor: Actor, purpose: KeyPurpose): Promise<SigningKeyView> {
  const key = await context.keyrings[purpose].newKey("next");
  return change(context, actor, async ({ keys }) => {
    const other = otherThanCurrent(await keys.lock(purpose));
    if (other !== undefined) {
      throw impossible(
        `There is a ${other.status} key already: ${other.status === "next" ? "use or retire" : "retire"} it first.`,
      );
    }
    await keys.insertNext(key);
    return { result: view(key), happening: happening("key.created", key, { status: "next" }) };
  });
}

async function takeStep(
  context: Context,
  actor: Actor,
  id: string,
  plan: (key: StoredKey, all: readonly StoredKey[]) => Step,
): Promise<SigningKeyView> {
  return change(context, actor, async ({ keys }) => {
    const purpose = found(await keys.purposeOf(id));
    const all = await keys.lock(purpose);
    const key = found(all.find((candidate) => candidate.id === id));
    const step = plan(key, all);
    for (const move of step.moves) await keys.setStatus(move.id, move.to);
    const after = found((await keys.lock(purpose)).find((candidate) => candidate.id === id));
    const detail = { before: key.status, status: after.status };
    return { result: view(after), happening: happening(step.action, after, detail) };
  });
}

/** Forward the old key becomes `previous`; back it becomes `next` again, which it was. */
function useStep(key: StoredKey, all: readonly StoredKey[]): Step {
  if (key.status !== "next" && key.status !== "previous") {
    throw impossible(key.status === "current" ? "This key is in use already." : "This key is retired.");
  }
  const current = found(all.find(({ status }) => status === "current"));
  const becomes = key.status === "next" ? "previous" : "next";
  // One key of each status: the current one leaves its place first.
  const moves = [
    { id: current.id, to: becomes },
    { id: key.id, to: "current" },
  ] as const;
  return { moves, action: "key.used" };
}

function retireStep(key: StoredKey): Step {
  if (key.status === "current") throw impossible("This key is in use: use another one first.");
  if (key.status === "retired") throw impossible("This key is retired already.");
  return { moves: [{ id: key.id, to: "retired" }], action: "key.retired" };
}

function otherThanCurrent(keys: readonly StoredKey[]): StoredKey | undefined {
  return keys.find(({ status }) => status === "next" || status === "previous");
}

function impossible(detail: string): AppError {
  return new AppError("keys.step_impossible", { detail });
}

function happening(action: AuditAction, key: StoredKey, detail: Readonly<Record<string, unknown>>) {
  const { sha256 } = publicHalf(key);
  return {
    action,
    object: { kind: "key", id: key.id, name: key.purpose },
    detail: { ...detail, sha256, notAfter: key.notAfter },
  };
}

function view(key: StoredKey): SigningKeyView {
  const { certificate: _, publicKey: __, ...shown } = publicHalf(key);
  return shown;
}
