import { answer } from "@/app/_http/handle";
import { AppError } from "@/lib/errors/app-error";

const nothingHere = answer(async () => {
  throw new AppError("request.not_found");
});

// An address of the API that does not exist is answered like the rest of it, not with a page.
export const GET = nothingHere;
export const POST = nothingHere;
export const PATCH = nothingHere;
export const PUT = nothingHere;
export const DELETE = nothingHere;
