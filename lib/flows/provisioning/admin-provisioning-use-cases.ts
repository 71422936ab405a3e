/** What administrators decide about provisioning. Part of the administration's use-cases. */
import type { Actor } from "../../identity/actor";
import type { Secret } from "../../secret/secret";
import type { ProvisioningCounts, ProvisioningPolicy, ProvisioningToken } from "./ports";

export type ProvisioningView = ProvisioningPolicy & {
  /** What is entered at the identity provider. */
  readonly baseUrl: string;
  readonly tokens: readonly ProvisioningToken[];
  readonly counts: ProvisioningCounts;
};

/** `connection` is a slug. */
export interface AdminProvisioningUseCases {
  get(actor: Actor, connection: string): Promise<ProvisioningView>;
  /**
   * @param input `{enabled?, groupsFrom?, groupName?, matchAttribute? | null}`
   * @throws AppError `admin.would_lock_out` when the administrator who asks would not be one any more
   */
  update(actor: Actor, connection: string, input: unknown): Promise<ProvisioningView>;
  /** @param input `{name}` @returns the token, which is nowhere else and never shown again */
  makeToken(
    actor: Actor,
    connection: string,
    input: unknown,
  ): Promise<ProvisioningToken & { readonly token: Secret }>;
  revokeToken(actor: Actor, connection: string, id: string): Promise<void>;
}
