/** What stepping up needs beside signing in. Part of `use-cases.ts`, which lists everything. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { Actor, PersonActor } from "../../identity/actor";
import type { StepUpExpected, StepUpWish } from "./answer";

/** A passkey as its owner and administrators see it. */
export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date;
  /** Whether it is copied to other devices of its owner. */
  readonly backedUp: boolean;
}

export interface StepUpUseCases {
  /**
   * What a new sign-in has to show, for somebody who is signed in and must step up; undefined for a first sign-in.
   * @param actor whoever is signed in in this browser
   * @throws AppError `stepup.other_person` when they are of another connection
   */
  expectedOf(
    slug: string,
    wish: StepUpWish | undefined,
    actor: PersonActor | undefined,
  ): StepUpExpected | undefined;
  /** One's own, oldest first. */
  passkeys(actor: Actor): Promise<readonly PasskeyView[]>;
  /** For `navigator.credentials.create`. @throws AppError `stepup.sign_in_required` after ten minutes */
  beginPasskey(actor: Actor): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /**
   * @param input `{name, response}`, unparsed
   * @throws AppError `stepup.passkey_refused`, `stepup.passkey_known`, `stepup.passkeys_full`, `request.invalid`
   */
  addPasskey(actor: Actor, input: unknown): Promise<PasskeyView>;
  /** @throws AppError `admin.not_found` */
  removePasskey(actor: Actor, id: string): Promise<void>;
  /** For `navigator.credentials.get`. @throws AppError `stepup.passkey_missing` */
  beginConfirmation(actor: Actor): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /**
   * The person is there, with a passkey of theirs, in this app session.
   * @param response of the browser, unparsed
   * @returns until when that counts
   * @throws AppError `stepup.passkey_refused`
   */
  confirmPasskey(actor: Actor, response: unknown): Promise<{ readonly until: Date }>;
}
