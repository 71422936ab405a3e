import type { AccessKeyStore } from "../../flows/ports";
import type { SealedPlace, Sealer } from "../../keys/sealing";
import { Secret } from "../../secret/secret";
import { Prisma } from "../generated/client";
import { isStorable } from "../storable";
import type { StoreClient } from "./client";

export function accessKeyStore({ sql }: StoreClient, sealer: Sealer): AccessKeyStore {
  return {
    secretOf: async (accessKeyId) => {
      if (!isStorable(accessKeyId)) return undefined;
      const [row] = await sql.rows<{ secret_sealed: Uint8Array }>(
        Prisma.sql`SELECT secret_sealed FROM access_key WHERE access_key_id = ${accessKeyId}`,
      );
      return row && new Secret(sealer.open(placeOf(accessKeyId), row.secret_sealed).toString("utf8"));
    },
  };
}

function placeOf(accessKeyId: string): SealedPlace {
  return { purpose: "access-key/secret", id: accessKeyId };
}
