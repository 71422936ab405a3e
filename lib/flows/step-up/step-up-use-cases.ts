/** What stepping up needs beside signing in. Part of `use-cases.ts`, which lists everything. */
import type { PersonActor } from "../../identity/actor";
import type { StepUpExpected, StepUpWish } from "./answer";

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
}
