import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";

/** Keys of a user or of a session. */
export interface TestCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface S3CallSpec {
  readonly method?: string;
  /** `/bucket/key`, escaped as it is to be sent. */
  readonly path: string;
  /** Sorted and escaped. */
  readonly query?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly service?: string;
  readonly now?: Date;
  /** `x-amz-content-sha256`; the body's hash unless given, none for `null`. */
  readonly contentSha256?: string | null;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Of an error. */
  readonly code: string;
  readonly message: string;
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Signs by hand from the published algorithm, like signed-request.ts; no keys sends the call unsigned. */
export async function callS3(
  url: string,
  credentials: TestCredentials | undefined,
  spec: S3CallSpec,
): Promise<S3Answer> {
  const { method = "GET", path, query = "", body = "", region = "us-east-1", now = new Date() } = spec;
  const amzDate = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  const payload = spec.contentSha256 === undefined ? sha256(body) : spec.contentSha256;
  const headers: Record<string, string> = {
    host: new URL(url).host,
    "x-amz-date": amzDate,
    ...(payload === null ? {} : { "x-amz-content-sha256": payload }),
    ...(credentials?.sessionToken ? { "x-amz-security-token": credentials.sessionToken } : {}),
    ...spec.headers,
  };
  const names = Object.keys(headers).sort();
  if (credentials !== undefined) {
    const scope = `${amzDate.slice(0, 8)}/${region}/${spec.service ?? "s3"}/aws4_request`;
    const canonical = [
      method,
      path,
      query,
      ...names.map((name) => `${name}:${headers[name]}`),
      "",
      names.join(";"),
      payload ?? sha256(body),
    ].join("\n");
    const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
    const signature = hmac(key, ["AWS4-HMAC-SHA256", amzDate, scope, sha256(canonical)].join("\n")).toString(
      "hex",
    );
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  }
  return send(`${url}${path}${query === "" ? "" : `?${query}`}`, method, headers, body);
}

/** By node:http, since fetch normalises paths and sets headers of its own. */
function send(
  target: string,
  method: string,
  headers: Record<string, string>,
  body: string,
): Promise<S3Answer> {
  return new Promise((resolve, reject) => {
    const call = request(target, {
      method,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
    });
    call.on("error", reject).on("response", async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? "";
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        text,
        code: element("Code"),
        message: element("Message").replaceAll("&quot;", '"'),
      });
    });
    call.end(body);
  });
}
