import { randomBytes } from "node:crypto";
import { fillSample, type Sample, webhookSamples } from "../../../bundler/read/samples.ts";
import { setIn } from "./set-in.ts";

/** A sample as it is sent. */
export interface Fresh {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * A sample as if it had just happened, to whom one likes: with a new id and the time now, where the sample says that they vary
 * (72 hours later customer.io would start no campaign). A given id makes the same body again: that is its sender's retry.
 */
export function freshSample(source: string, kind: string, told: Told): Fresh {
  return freshOf(findSample(source, kind), told);
}

/** What is otherwise than the sample says. */
interface Told {
  readonly email?: string | undefined;
  readonly id?: string | undefined;
  /** It happened so long ago. */
  readonly lateMs?: number;
  /** Values by their paths. */
  readonly set?: Readonly<Record<string, unknown>>;
}

/** The same of a sample that stands in no file of ours. @throws a sentence where `set` names no place in it. */
export function freshOf(sample: Pick<Sample, "template" | "headers">, told: Told): Fresh {
  const { email, lateMs = 0, id = newId(Date.now() - lateMs), set = {} } = told;
  const text = fillSample(sample, { id, now: timeOf(id) }).toString();
  return { id, headers: sample.headers, body: setIn(Buffer.from(addressed(text, email)), set) };
}

/** To somebody else: in JSON the address stands escaped. */
function addressed(text: string, email: string | undefined): string {
  if (email === undefined) return text;
  const isJson = /^\s*[[{]/.test(text);
  return text.replaceAll(/[\w.+'-]+@example\.com/g, () => (isJson ? JSON.stringify(email).slice(1, -1) : email));
}

/** Like a UUID of version 7 it begins with its time. */
export function newId(now: number): string {
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
  const isKnown = samples.some(({ of }) => of === source);
  throw new Error(`${isKnown ? `There is no sample ${source} ${kind}. ` : ""}${samplesOf(source)}`);
}

/** Says which there are of a source, or of which sources there are any. */
export function samplesOf(source: string): string {
  const samples = webhookSamples();
  const kinds = samples.filter(({ of }) => of === source).map(({ name }) => `${source} ${name}`);
  if (kinds.length > 0) return `There are:\n  ${kinds.join("\n  ")}`;
  const sources = [...new Set(samples.map(({ of }) => of))];
  return `There is no sample of a source ${source}. There are samples of: ${sources.join(", ")}`;
}
