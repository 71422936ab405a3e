import type { ErrorSpec } from "../error-spec";

export const DELIVERY_CODES = {
  "delivery.cannot_render": {
    kind: "upstream",
    title: "These credentials cannot be written safely in this format. Choose another format.",
  },
} as const satisfies Record<string, ErrorSpec>;
