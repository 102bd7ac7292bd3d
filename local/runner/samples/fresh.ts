import { randomBytes } from "node:crypto";
import { fillSample, type Sample, webhookSamples } from "../../../bundler/read/samples.ts";
import { type Changes, changed } from "./changes.ts";

/** A sample as it is sent. */
export interface Fresh {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface FreshOptions {
  /** Whom it is about, in the place of every address in the sample. */
  readonly email?: string | undefined;
  /** The delivery's id: a given one makes the same body again, which is its sender's retry. */
  readonly id?: string | undefined;
  /** How long ago it happened: default 0. It is signed now all the same. */
  readonly lateMs?: number | undefined;
  readonly set?: Changes | undefined;
}

/**
 * A sample as if it had just happened, to whom one likes: with a new id and the time now, where the sample says that they vary
 * (72 hours later customer.io would start no campaign).
 * @throws a sentence where a change can't be made.
 */
export function freshSample(sample: Pick<Sample, "template" | "headers">, options: FreshOptions = {}): Fresh {
  const { id = newId(Date.now()), email, lateMs = 0, set = {} } = options;
  const text = fillSample(sample, { id, now: timeOf(id) - lateMs }).toString();
  return { id, headers: sample.headers, body: Buffer.from(changed(addressed(text, email), set)) };
}

/** To somebody else: in JSON the address stands escaped. */
function addressed(text: string, email: string | undefined): string {
  if (email === undefined) return text;
  const isJson = /^\s*[[{]/.test(text);
  return text.replaceAll(/[\w.+'-]+@example\.com/g, () => (isJson ? JSON.stringify(email).slice(1, -1) : email));
}

/** Like a UUID of version 7 it begins with its time. */
function newId(now: number): string {
  return `msg_${now.toString(16).padStart(12, "0")}${randomBytes(10).toString("hex")}`;
}

/** The time in an id that was made here; for any other the start of this day, which is the same at a retry. */
function timeOf(id: string): number {
  const [, milliseconds] = /^msg_([0-9a-f]{12})[0-9a-f]{20}$/.exec(id) ?? [];
  return milliseconds === undefined ? new Date().setUTCHours(0, 0, 0, 0) : Number.parseInt(milliseconds, 16);
}

/** @throws a sentence that names those that there are. */
export function findSample(source: string, kind: string): Sample {
  const samples = webhookSamples();
  const sample = samples.find((one) => one.of === source && one.name === kind);
  if (sample !== undefined) return sample;
  const kinds = samples.filter(({ of }) => of === source).map(({ name }) => `${source} ${name}`);
  const sources = [...new Set(samples.map(({ of }) => of))];
  throw new Error(
    kinds.length > 0
      ? `There is no sample ${source} ${kind}. There are:\n  ${kinds.join("\n  ")}`
      : `There is no sample of a source ${source}. There are samples of: ${sources.join(", ")}`,
  );
}
