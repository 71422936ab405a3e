import type { Addressee } from "./profile-expectations";

/** Us, as one connection's IdP knows us. */
export interface ServiceProvider {
  /** Also the Audience: the address of our metadata. */
  readonly entityId: string;
  /** AssertionConsumerService; also Destination and Recipient. */
  readonly acsUrl: string;
}

/** A login is for us and nobody else: Destination and Recipient are our ACS, and both must be there. */
export function addressedTo({ entityId, acsUrl }: ServiceProvider): Addressee {
  return {
    isAudience: (value) => value === entityId,
    isRecipient: (value) => value === acsUrl,
    isDestination: (value) => value === acsUrl,
  };
}
