/** Us, as one connection's IdP knows us. */
export interface ServiceProvider {
  /** Also the Audience: the address of our metadata. */
  readonly entityId: string;
  /** AssertionConsumerService; also Destination and Recipient. */
  readonly acsUrl: string;
}
