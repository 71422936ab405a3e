import { fault } from "../faults";
import { checkConstraints, parseInteger } from "../query/constraints";
import type { QueryParams } from "../query/query-params";
import type { WireRecord, WireValue } from "../query/wire-value";

/**
 * One page of a list: `MaxItems` of them (100 unless asked) from `Marker` on.
 * @throws AwsFault when either is not what IAM gave out.
 */
export function page(element: string, items: readonly WireValue[], params: QueryParams): WireRecord {
  const maxItems = parseInteger(params.get("MaxItems"));
  checkConstraints([{ field: "maxItems", value: maxItems, min: 1, max: 1000 }]);
  const marker = params.get("Marker");
  const start = marker === undefined ? 0 : Number(Buffer.from(marker, "base64").toString());
  if (!Number.isInteger(start) || start < 0) throw fault("invalidInput", "Invalid Marker");
  const end = start + (maxItems ?? 100);
  const isTruncated = end < items.length;
  return {
    [element]: items.slice(start, end),
    IsTruncated: isTruncated,
    Marker: isTruncated ? Buffer.from(String(end)).toString("base64") : undefined,
  };
}
