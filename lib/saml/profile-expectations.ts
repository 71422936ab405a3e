import type { Judgement } from "./saml-time";

/** What the strict profile compares with. All addresses are compared byte for byte. */
export interface ProfileExpectations extends Judgement {
  readonly idpEntityId: string;
  readonly spEntityId: string;
  readonly acsUrl: string;
  /** False: only answers to a request of ours. */
  readonly allowIdpInitiated: boolean;
}
