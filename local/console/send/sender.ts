import { isUtf8 } from "node:buffer";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../../bundler/paths.ts";
import type { Source } from "../../../functions/runtime/define/source.ts";
import { privateKeyOf, signingSecret } from "../../runner/functions/environment.ts";
import type { SendOptions } from "../contract/send.ts";
import type { Fresh } from "./sample.ts";

const CONTENT_TYPES = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  xml: "text/xml; charset=utf-8",
};

/** A source's URL and signature. */
export interface Address {
  readonly name: string;
  readonly url: string;
  readonly secrets: readonly string[];
}

/** A webhook ready for the wire. */
export interface Signed {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly traceId: string;
}

type Tamper = SendOptions["tamper"];

/** A source's local sender. */
export interface Sender {
  /** Signs by the source's scheme with the current time, unless tampered with. */
  sign(webhook: Fresh, tamper?: Tamper): Signed;
  post(signed: Signed): Promise<Answered>;
}

const OLD_MS = 365 * 24 * 3600 * 1000;

export async function openSender(address: Address): Promise<Sender> {
  const { name } = address;
  const file = pathToFileURL(join(root, "functions/sources", `${name}.ts`)).href;
  const { default: source }: { default: Source } = await import(file);
  const { signature, body: format = "json" } = source;
  const keyOf = (owner: string, secret: string) => (signature.hasKeyPair ? privateKeyOf(owner) : signature.key(secret));

  function sign({ id, body, ...webhook }: Fresh, tamper?: Tamper): Signed {
    const headers = { "content-type": CONTENT_TYPES[format], ...webhook.headers };
    const unsigned = { method: "POST", url: address.url, headers, body, id };
    if (tamper === "unsigned") return unsigned;
    const stranger = `${name}'s stranger`;
    const key =
      tamper === "wrong-signature" ? keyOf(stranger, signingSecret(stranger)) : keyOf(name, address.secrets[0] ?? "");
    const signed = signature.sign(unsigned, key, Date.now() - (tamper === "old" ? OLD_MS : 0));
    if (tamper === "old" && signature.signedAt(signed) === undefined)
      throw new Error(`tamper can't be "old": ${signature.name}, by which ${name} is signed, has no timestamp`);
    return signed;
  }

  return { sign, post };
}

async function post({ url, headers, body }: Signed): Promise<Answered> {
  const traceId = randomBytes(16).toString("hex");
  const response = await fetch(url, {
    method: "POST",
    headers: { ...headers, traceparent: `00-${traceId}-${traceId.slice(16)}-01` },
    body: new Uint8Array(body),
  });
  return { status: response.status, text: await response.text(), traceId };
}

/** The equivalent command. What is no UTF-8, no text of a shell, or a file's name to curl, is decoded from base64. */
export function curlOf({ url, headers, body }: Signed): string {
  const options = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const [curl, data] =
    isUtf8(body) && !/^@|\0/.test(body.toString())
      ? ["curl -i", quoted(body.toString())]
      : [`echo ${body.toString("base64")} | base64 -d | curl -i`, "@-"];
  return [curl, ...options, `--data-binary ${data}`, quoted(url)].join(" \\\n  ");
}

/** For a shell: within single quotes, only these are special. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
