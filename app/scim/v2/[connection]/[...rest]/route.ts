import { scim } from "@/app/_http/scim";
import { AppError } from "@/lib/errors/app-error";

const nothingHere = scim(async () => {
  throw new AppError("scim.not_found", { detail: "Rolebridge has Users and Groups." });
});

// Bulk, Me and searches by POST are not offered: answered as SCIM, not with a page.
export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
