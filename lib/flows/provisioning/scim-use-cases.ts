/** What an identity provider's provisioning can ask. Part of `use-cases.ts`, which lists everything. */
import type { RequestOrigin } from "../../identity/actor";
import type { JsonObject } from "../../scim/attributes";
import type { Secret } from "../../secret/secret";

/** A provisioning client that showed a token of this connection. */
export interface ScimClient {
  readonly connectionId: string;
  readonly slug: string;
  readonly token: { readonly id: string; readonly name: string };
  /** Address of the service provider: `https://rolebridge.example.com/scim/v2/okta`. */
  readonly base: string;
  readonly origin: RequestOrigin;
}

export interface ScimAnswer {
  readonly body: JsonObject;
  /** ETag. */
  readonly version?: string;
  /** Address of the resource. */
  readonly location?: string;
}

/** Parameters of the address by their name in small letters. */
export type ScimQuery = ReadonlyMap<string, string>;

/** Bodies are what a client sent, unparsed. All throw AppError `scim.*`. */
export interface ScimCollection {
  list(client: ScimClient, query: ScimQuery): Promise<ScimAnswer>;
  get(client: ScimClient, id: string, query: ScimQuery): Promise<ScimAnswer>;
  create(client: ScimClient, body: unknown, query: ScimQuery): Promise<ScimAnswer>;
  /** @param ifMatch the version the client has seen; undefined: whatever there is */
  replace(
    client: ScimClient,
    id: string,
    body: unknown,
    query: ScimQuery,
    ifMatch: string | undefined,
  ): Promise<ScimAnswer>;
  patch(
    client: ScimClient,
    id: string,
    body: unknown,
    query: ScimQuery,
    ifMatch: string | undefined,
  ): Promise<ScimAnswer>;
  delete(client: ScimClient, id: string, ifMatch: string | undefined): Promise<void>;
}

export interface ScimUseCases {
  /**
   * Who provisions this connection.
   * @param token undefined when the request showed none
   * @throws AppError `scim.token_invalid`, also for a connection that does not exist; `scim.off`
   */
  clientOf(slug: string, token: Secret | undefined, origin: RequestOrigin): Promise<ScimClient>;
  readonly users: ScimCollection;
  readonly groups: ScimCollection;
  serviceProviderConfig(client: ScimClient): ScimAnswer;
  /** @param id one of them; undefined: all. @throws AppError `scim.not_found` */
  resourceTypes(client: ScimClient, id?: string): ScimAnswer;
  schemas(client: ScimClient, id?: string): ScimAnswer;
}
