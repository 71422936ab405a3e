import { AppError } from "@/lib/errors/app-error";

/** Bytes. Route handlers of Next have no limit of their own. */
export const JSON_LIMIT = 64 * 1024;
const FORM_LIMIT = 64 * 1024;
/** A genuine SAML response with 4,000 groups is about 190 KiB before base64. */
export const SAML_FORM_LIMIT = 1024 * 1024;
/** Federation metadata of a large identity provider, inside JSON. */
export const METADATA_LIMIT = 1024 * 1024;

/**
 * The JSON in a request.
 * @throws AppError `request.malformed` when it is not declared as JSON, not UTF-8 or not JSON; `request.too_large`
 */
export async function readJson(
  request: Request,
  limit = JSON_LIMIT,
  types: readonly string[] = ["application/json"],
): Promise<unknown> {
  requireContentType(request, types);
  try {
    return JSON.parse(await readText(request, limit));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("request.malformed", { reason: "not_json" });
  }
}

/** The fields of a posted HTML form, in order, duplicates included. Throws like `readJson`. */
export async function readForm(request: Request, limit = FORM_LIMIT): Promise<URLSearchParams> {
  requireContentType(request, ["application/x-www-form-urlencoded"]);
  return new URLSearchParams(await readText(request, limit));
}

/**
 * The one value of a form's field. Two values are refused instead of choosing one: whoever checks and whoever
 * uses might choose differently.
 * @throws AppError `request.invalid`
 */
export function formField(form: URLSearchParams, field: string): string | undefined {
  const values = form.getAll(field);
  if (values.length > 1) {
    throw new AppError("request.invalid", { fields: [{ field, message: "Send this field once." }] });
  }
  return values[0];
}

function requireContentType(request: Request, expected: readonly string[]): void {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === undefined || !expected.includes(type)) {
    throw new AppError("request.malformed", {
      reason: "content_type",
      detail: `The content type must be ${expected.join(" or ")}.`,
    });
  }
}

async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw new AppError("request.too_large");
  const bytes = await readBytes(request.body, limit);
  try {
    // `fatal` refuses UTF-16 and broken sequences; the decoder takes a byte order mark away.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("request.malformed", { reason: "not_utf8" });
  }
}

async function readBytes(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) break;
    size += part.value.byteLength;
    if (size > limit) {
      await reader?.cancel();
      throw new AppError("request.too_large");
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts, size);
}
