import { ANSWER_HEADERS } from "./problem";

/** Public XML under its registered media type (SAML metadata, appendix A). */
export function samlMetadata(xml: string, fileName: string): Response {
  return new Response(xml, {
    headers: {
      ...ANSWER_HEADERS,
      "Content-Type": "application/samlmetadata+xml; charset=utf-8",
      "Content-Disposition": `inline; filename="${fileName}"`,
      // Certificates change rarely; whoever polls may keep it for a little.
      "Cache-Control": "public, max-age=300",
    },
  });
}
