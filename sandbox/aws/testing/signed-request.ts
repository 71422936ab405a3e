import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";

/** What to sign a GetCallerIdentity with, and how to spoil it. */
interface SignedRequestOptions {
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
  readonly now?: Date;
  readonly region?: string;
  readonly service?: string;
  readonly host?: string;
  readonly presign?: boolean;
  /** Seconds. */
  readonly expires?: number;
  readonly signedHeaders?: readonly string[];
  /** Sent in place of the body that was signed. */
  readonly tamperBody?: string;
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const BODY = "Action=GetCallerIdentity&Version=2011-06-15";

/**
 * Signs by hand, from the published algorithm: the SDK's signer cannot be made to sign wrongly, and must not share a
 * mistake with the verifier.
 */
export function signedRequest(url: string, options: SignedRequestOptions): Promise<Response> {
  const { credentials, now = new Date(), region = "eu-west-1", service = "sts", presign = false } = options;
  if (credentials === undefined) throw new Error("nothing to sign with");
  const host = options.host ?? new URL(url).host;
  const amzDate = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  const scope = `${amzDate.slice(0, 8)}/${region}/${service}/aws4_request`;
  const available: Record<string, string> = { host, "x-amz-date": amzDate };
  if (!presign && credentials.sessionToken) available["x-amz-security-token"] = credentials.sessionToken;
  const names = options.signedHeaders ?? (presign ? ["host"] : Object.keys(available).sort());
  const query = presign
    ? presignedQuery(credentials, { scope, amzDate, expires: options.expires ?? 60, names })
    : "";
  const canonical = [
    presign ? "GET" : "POST",
    "/",
    query,
    ...names.map((name) => `${name}:${available[name]}`),
    "",
    names.join(";"),
    sha256(presign ? "" : BODY),
  ].join("\n");
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const toSign = ["AWS4-HMAC-SHA256", amzDate, scope, sha256(canonical)].join("\n");
  const signature = hmac(key, toSign).toString("hex");
  if (presign) return send(`${url}/?${query}&X-Amz-Signature=${signature}`, "GET", { host }, "");
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  const headers = { ...available, authorization, "content-type": "application/x-www-form-urlencoded" };
  return send(url, "POST", headers, options.tamperBody ?? BODY);
}

function presignedQuery(
  credentials: { accessKeyId: string; sessionToken?: string | undefined },
  {
    scope,
    amzDate,
    expires,
    names,
  }: { scope: string; amzDate: string; expires: number; names: readonly string[] },
): string {
  const params: Record<string, string> = {
    Action: "GetCallerIdentity",
    Version: "2011-06-15",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${credentials.accessKeyId}/${scope}`,
    "X-Amz-Date": amzDate,
    "X-Amz-Expires": String(expires),
    "X-Amz-SignedHeaders": names.join(";"),
  };
  if (credentials.sessionToken) params["X-Amz-Security-Token"] = credentials.sessionToken;
  return Object.keys(params)
    .sort()
    .map((name) => `${name}=${encodeURIComponent(params[name] ?? "")}`)
    .join("&");
}

/** By node:http, since fetch sets Host itself. */
function send(url: string, method: string, headers: Record<string, string>, body: string): Promise<Response> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers });
    call.on("error", reject).on("response", async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      resolve(new Response(text, { status: answer.statusCode ?? 500 }));
    });
    call.end(body);
  });
}
