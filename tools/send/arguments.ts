import { UsageError } from "../../local/core/problems.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import { readArguments } from "../arguments.ts";
import { durationMs } from "../../local/core/duration.ts";
import { jsonIn } from "../../local/core/json.ts";
import { samplesOf } from "../../local/console/send/sample.ts";
import type { SendOptions } from "../../local/console/contract/send.ts";
import { runnerUrl } from "../runner/address.ts";

export const usage = `npm run send -- SOURCE KIND [options]

Signs a sample (samples/webhooks/SOURCE/KIND.json) as the sender does, posts it, waits for the handlers, and shows what each has done.
Exits with 1 if the webhook was refused or quarantined, or if a handler has not succeeded.

  FILE, or -               instead of KIND: posts this file, or standard input
  --set PLACE=VALUE        changes a value before signing, e.g. --set data.company=Acme, --set items.0.count=3; may be repeated
  --email ADDRESS          replaces the sample's person
  --late 10m               dates the event back by that long: 30s, 10m, 2h, 3d
  --twice                  posts the same webhook twice, as a sender's retry
  --count N --rate N       posts N webhooks, each about another person, at N a second (default 10)
  --unsigned, --wrong-signature
                           posts it without a signature, or signed with another secret
  --fault SYSTEM:FAULT     makes the system's next write fail in this way, e.g. salesforce:apply-then-drop
  --match "POST /path"     makes this call fail instead of the next write
  --status N, --body JSON  what the system answers, for faults with an answer: --fault salesforce:reject-before --status 400
                           --body '[{"errorCode": "REQUIRED_FIELD_MISSING", "message": "no"}]'
  --id ID                  sets the delivery's id; a printed one repeats that delivery, as a sender's retry
  --timeout SECONDS        how long to wait for the handlers (default 15)
  --url URL                where ycat runs (default http://localhost:$PORT, or :8080)
`;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

export interface Sending {
  readonly source: string;
  /** A sample's name, a file's path, or - for standard input. */
  readonly what: string;
  readonly url: string;
  readonly timeoutMs: number;
  readonly set: Readonly<Record<string, unknown>>;
  readonly email: string | undefined;
  readonly id: string | undefined;
  readonly lateMs: number;
  readonly isTwice: boolean;
  readonly count: number;
  readonly rate: number;
  readonly tamper: SendOptions["tamper"];
  readonly fault: string | undefined;
  readonly match: string | undefined;
  readonly status: number | undefined;
  readonly body: unknown;
}

/** @throws UsageError */
export function readSending(texts: readonly string[], environment: Environment): Sending {
  const { positionals, values } = readArguments(texts, {
    allowPositionals: true,
    options: {
      fault: text,
      match: text,
      status: text,
      body: text,
      email: text,
      id: text,
      timeout: text,
      url: text,
      late: text,
      count: text,
      rate: text,
      set: { type: "string", multiple: true },
      twice: flag,
      unsigned: flag,
      "wrong-signature": flag,
    },
  });
  const [source, what, ...more] = positionals;
  if (source === undefined || more.length > 0) throw new UsageError(usage);
  if (what === undefined)
    throw new UsageError(`Which webhook of ${source}? ${samplesOf(source)}\n--help lists the options.`);
  const { fault, match, status, body, email, id, set = [] } = values;
  for (const [name, value] of Object.entries({ match, status, body }))
    if (value !== undefined && fault === undefined)
      throw new UsageError(`--${name} belongs to a fault: --fault SYSTEM:FAULT is missing.`);
  return {
    source,
    what,
    fault,
    match,
    status: status === undefined ? undefined : positive("status", status, "an HTTP status is expected, e.g. 400"),
    body: body === undefined ? undefined : jsonOr(body),
    email,
    id,
    isTwice: values.twice,
    url: runnerUrl(environment, values.url),
    timeoutMs: 1000 * positive("timeout", values.timeout ?? "15", "a number of seconds is expected, e.g. 60"),
    set: Object.fromEntries(set.map(readChange)),
    lateMs: values.late === undefined ? 0 : millisecondsOf(values.late),
    count: whole("count", values.count ?? "1"),
    rate: positive("rate", values.rate ?? "10", "a number a second is expected, e.g. 20"),
    tamper: values.unsigned ? "unsigned" : values["wrong-signature"] ? "wrong-signature" : undefined,
  };
}

function positive(option: string, value: string, expected: string): number {
  const number = Number(value);
  if (number > 0) return number;
  throw new UsageError(`--${option} is "${value}"; ${expected}`);
}

function whole(option: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0 && number <= 10_000) return number;
  throw new UsageError(`--${option} is "${value}"; a number from 1 to 10000 is expected`);
}

function millisecondsOf(value: string): number {
  const milliseconds = durationMs(value) ?? 0;
  if (milliseconds > 0) return milliseconds;
  throw new UsageError(`--late is "${value}"; a time like 10m, 2h or 3d is expected`);
}

/** `data.count=3` is a number, `data.name=Ada` a string, `data.name=` an empty one. */
function readChange(change: string): [place: string, value: unknown] {
  const [, place = "", value = ""] = /^([^=]+)=([^]*)$/.exec(change) ?? [];
  if (place === "") throw new UsageError(`--set is "${change}"; PLACE=VALUE is expected, e.g. data.company=Acme`);
  return [place, jsonOr(value)];
}

/** What is not JSON is a string. */
function jsonOr(value: string): unknown {
  const parsed = jsonIn(value);
  return parsed === undefined ? value : parsed;
}
