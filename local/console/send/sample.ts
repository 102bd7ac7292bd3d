import { randomBytes } from "node:crypto";
import { UsageError } from "../../core/problems.ts";
import { fillSample, type Sample, webhookSamples } from "../../../bundler/read/samples.ts";
import { setIn } from "./set-in.ts";

/** A sample ready to send. */
export interface Fresh {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * A sample as if it had just happened, for any person: with a new id and the current time in its placeholders (after 72
 * hours customer.io would start no campaign). The same id gives the same body, like a sender's retry.
 */
export function freshSample(source: string, kind: string, told: Told): Fresh {
  return freshOf(findSample(source, kind), told);
}

/** Differences from the sample. */
interface Told {
  readonly email?: string | undefined;
  readonly id?: string | undefined;
  /** How long ago it happened. */
  readonly lateMs?: number;
  /** By path. */
  readonly set?: Readonly<Record<string, unknown>>;
}

/**
 * The same for a sample that is not in a file.
 * @throws a sentence if `set` has an unknown path.
 */
export function freshOf(sample: Pick<Sample, "template" | "headers">, told: Told): Fresh {
  const { email, lateMs = 0, id = newId(Date.now() - lateMs), set = {} } = told;
  const text = fillSample(sample, { id, now: timeOf(id) }).toString();
  return { id, headers: sample.headers, body: setIn(Buffer.from(addressed(text, email)), set) };
}

/** Replaces the person; in JSON the address is escaped. */
function addressed(text: string, email: string | undefined): string {
  if (email === undefined) return text;
  const isJson = /^\s*[[{]/.test(text);
  return text.replaceAll(/[\w.+'-]+@example\.com/g, () => (isJson ? JSON.stringify(email).slice(1, -1) : email));
}

/** Begins with its time, like a UUID version 7. */
export function newId(now: number): string {
  return `msg_${now.toString(16).padStart(12, "0")}${randomBytes(10).toString("hex")}`;
}

/** The time in an id made here; otherwise the start of today, which is stable across retries. */
function timeOf(id: string): number {
  const [, milliseconds] = /^msg_([0-9a-f]{12})[0-9a-f]{20}$/.exec(id) ?? [];
  return milliseconds === undefined ? new Date().setUTCHours(0, 0, 0, 0) : Number.parseInt(milliseconds, 16);
}

/** @throws a sentence that lists the existing samples. */
export function findSample(source: string, kind: string): Sample {
  const samples = webhookSamples();
  const sample = samples.find((one) => one.of === source && one.name === kind);
  if (sample !== undefined) return sample;
  const isKnown = samples.some(({ of }) => of === source);
  throw new UsageError(`${isKnown ? `There is no sample ${source} ${kind}. ` : ""}${samplesOf(source)}`);
}

/** Lists a source's samples, or the sources that have any. */
export function samplesOf(source: string): string {
  const samples = webhookSamples();
  const kinds = samples.filter(({ of }) => of === source).map(({ name }) => `${source} ${name}`);
  if (kinds.length > 0) return `There are:\n  ${kinds.join("\n  ")}`;
  const sources = [...new Set(samples.map(({ of }) => of))];
  return `There is no sample of a source ${source}. There are samples of: ${sources.join(", ")}`;
}
