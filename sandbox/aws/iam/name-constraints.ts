import type { Constraint } from "../query/constraints";

/** Names of roles, users, policies and devices. */
export const NAME_CHARACTERS = { regex: /^[\w+=,.@-]+$/, text: "[\\w+=,.@-]+" };

/** The folder that a name lies in, part of the ARN. */
export function pathConstraint(value: string | undefined): Constraint {
  return {
    field: "path",
    value,
    min: 1,
    max: 512,
    pattern: {
      regex: /^(\u002F|\u002F[\u0021-\u007E]+\u002F)$/,
      text: "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)",
    },
  };
}
