import { AppError } from "../../errors/app-error";
import type { Actor } from "../../identity/actor";
import type { FlowContext } from "../flow-context";
import type { ChangeStores } from "../ports";
import { type Happening, record } from "../record";

type Context = Pick<FlowContext, "clock" | "random" | "unitOfWork">;

export interface Change<T> {
  readonly result: T;
  /** `detail` holds what there was before and what there is after, without secrets. */
  readonly happening: Omit<Happening, "outcome">;
}

/**
 * One change and its audit event in one transaction: both are there, or neither.
 * @param work must use the stores it is given and no others
 */
export function change<T>(
  context: Context,
  actor: Actor,
  work: (stores: ChangeStores) => Promise<Change<T>>,
): Promise<T> {
  return context.unitOfWork.run(async (stores) => {
    const { result, happening } = await work(stores);
    await record(context, stores.audit, actor, actor.origin, { ...happening, outcome: "success" });
    return result;
  });
}

/** @throws AppError `admin.not_found` */
export function found<T>(row: T | undefined): T {
  if (row === undefined) throw new AppError("admin.not_found");
  return row;
}

/** Names the field whose value is taken already; the database only knows that one is. */
export async function conflictIn<T>(field: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "admin.conflict") throw error;
    const fields = [{ field, message: "is already used: choose another" }];
    throw new AppError("admin.conflict", { fields, cause: error });
  }
}
