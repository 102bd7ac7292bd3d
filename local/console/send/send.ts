import type { Life } from "../contract/events.ts";
import type { ResendOptions, SendOptions, Sent } from "../contract/send.ts";
import type { Console } from "../console.ts";
import { RefusedCall } from "../refused-call.ts";
import { headerIn } from "../journal/kinds.ts";
import { type Fresh, freshSample, newId } from "./sample.ts";
import { curlOf, openSender, type Sender } from "./sender.ts";
import { setIn } from "./set-in.ts";

/** Sends a sample as its sender would, or with an invalid signature. */
export async function sendSample(
  console: Console,
  source: string,
  kind: string,
  { set = {}, lateSeconds = 0, ...options }: SendOptions,
): Promise<Sent> {
  const sender = await senderOf(console, source);
  return sendAll(console, sender, freshSample(source, kind, { set, lateMs: lateSeconds * 1000 }), options);
}

/** Sends a received webhook again, newly signed and with the same id; a late one is another event with a new id. */
export async function sendAgain(console: Console, life: Life, options: ResendOptions): Promise<Sent> {
  const { set = {}, lateSeconds = 0 } = options;
  const kept = webhookOf(console, life);
  const late = lateSeconds === 0 ? kept : earlier(kept, life, lateSeconds);
  const sender = await senderOf(console, life.row.source);
  return sendAll(console, sender, { ...late, body: setIn(late.body, set) }, options);
}

/** The equivalent command. */
export async function curlFor(console: Console, life: Life): Promise<string> {
  const sender = await senderOf(console, life.row.source);
  return curlOf(sender.sign(webhookOf(console, life)));
}

async function senderOf({ sources }: Console, name: string): Promise<Sender> {
  const address = sources().find((one) => one.name === name);
  if (address !== undefined) return openSender(address);
  const names = sources().map((one) => one.name);
  throw new RefusedCall(404, `there is no source ${JSON.stringify(name)}; there are ${names.join(", ")}`);
}

async function sendAll(
  { journal }: Console,
  sender: Sender,
  webhook: Fresh,
  { times = 1, tamper }: SendOptions,
): Promise<Sent> {
  const answers: Sent["answers"][number][] = [];
  const rows: string[] = [];
  for (let count = 0; count < times; count += 1) {
    const { status, text, traceId } = await sender.post(sender.sign(webhook, tamper));
    answers.push({ status, body: text });
    rows.push(...journal.rowsOf(traceId).map(({ id }) => id));
  }
  return { id: webhook.id, answers, rows };
}

/** Headers of the connection and the signature are not copied. */
const LEFT_OUT =
  /^(?:host|connection|keep-alive|transfer-encoding|content-length|traceparent|accept.*|sec-.*|user-agent)$/;

/** The kept webhook, complete. */
export function webhookOf({ journal }: Pick<Console, "journal">, { row }: Life): Fresh {
  const webhook = journal.webhookOf(row.id);
  if (webhook === undefined) throw new RefusedCall(409, `${row.id} came by no webhook that is kept still`);
  const body = webhook.body.whole();
  if (body === undefined || body.length === 0)
    throw new RefusedCall(409, `the body of ${row.id} is not kept whole: it was too large, or too many came since`);
  const { rawHeaders } = webhook;
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const headers = names
    .filter((name) => !LEFT_OUT.test(name))
    .map((name) => [name, headerIn(rawHeaders, name) ?? ""] as const);
  const id = headerIn(rawHeaders, "webhook-id") ?? headerIn(rawHeaders, "svix-id") ?? newId(Date.now());
  return { id, headers: Object.fromEntries(headers), body };
}

/** A similar one that happened earlier: with the same id it would be neither a retry nor a new event. */
function earlier({ body, ...kept }: Fresh, { event }: Life, seconds: number): Fresh {
  const [text, time] = [body.toString(), event?.time ?? ""];
  if (event === null || time === "" || !text.includes(time))
    throw new RefusedCall(
      400,
      "lateSeconds: the body does not contain the event's time in this form; set its field instead",
    );
  const happened = new Date(Date.parse(time) - seconds * 1000);
  const id = newId(happened.getTime());
  const other = text.replaceAll(time, happened.toISOString()).replaceAll(event.id, id);
  return { ...kept, id, body: Buffer.from(other) };
}
