/** A message that this IdP will not answer; the text is meant for the person in front of the browser. */
export class RefusedRequest extends Error {}
