import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { isObject } from "../../functions/runtime/objects.ts";
import { listIn } from "../../functions/runtime/receive/items.ts";
import type { Webhook } from "../../functions/runtime/receive/unit.ts";
import { didYouMean, likeliest } from "../../functions/runtime/define/nearest.ts";
import { parseJson } from "../read/json.ts";
import { sampleWebhook } from "../read/published.ts";
import type { Sample } from "../read/samples.ts";
import { parserOf } from "../read/source-unit.ts";
import type { SourceFile } from "../read/units.ts";

type Parts = Pick<SourceFile, "file" | "specification" | "samples">;

/** Why none of a source's samples becomes an event: a sentence for each cause. */
export function whyNothing(unit: Parts): string[] {
  const causes = unit.samples.flatMap((sample) => causeOf(unit, sample));
  return causes.length > 0
    ? [...new Set(causes)]
    : [`functions/sources/${unit.file}.ts: none of its samples becomes an event: it would publish nothing.`];
}

function causeOf({ file, specification: source }: Parts, sample: Sample): string[] {
  const place = `functions/sources/${file}.ts`;
  const webhook = sampleWebhook(source, sample);
  const { value: payload, error: unread } = attempt(() => listIn(parserOf(source).parse(webhook.body), source)[0]);
  if (unread !== undefined) return [unreadable(sample, unread)];
  const { value: kind, error: unnamed } = attempt((): unknown => source.kind(payload as never, webhook));
  if (unnamed !== undefined) return [`${place}: kind() throws on ${sample.file}: ${textOf(unnamed)}.`];
  if (typeof kind !== "string")
    return [
      `${place}: kind() says ${shown(kind)} of ${sample.file}: the sender's own name of what happened is expected, a text.`,
    ];
  const kinds = Object.keys(source.kinds);
  if (!kinds.includes(kind))
    return [
      `${sample.file}: it is of the kind ${JSON.stringify(kind)}, which ${place} does not list (${didYouMean(kind, kinds)}).`,
    ];
  const { value: drafts, error } = attempt((): unknown => source.kinds[kind]?.(payload as never, webhook));
  const mapping = `${place}: the mapping of ${JSON.stringify(kind)}`;
  if (error !== undefined) return [`${mapping} throws on ${sample.file}: ${textOf(error)}.`];
  if (drafts instanceof Promise) return [`${mapping} is async: it waits for nothing, and returns a list of events.`];
  if (!Array.isArray(drafts))
    return [`${mapping} returns ${shown(drafts)}: a list of events is expected, [{ … }], and [] for none.`];
  const odd = drafts.findIndex((draft) => !isObject(draft));
  return odd === -1
    ? []
    : [
        `${mapping} returns a list with ${shown(drafts[odd])} in it: each is an event, { id, type, person, time, data }.`,
      ];
}

function unreadable({ file, template }: Sample, error: unknown): string {
  if (!file.endsWith(".json")) return `${file}: it can't be read: ${textOf(error)}.`;
  const { error: fault } = attempt(() => parseJson(file, template));
  if (fault instanceof SpecificationError) return fault.message;
  return `${file}: it can't be read: ${textOf(error)}.`;
}

const MEMBERS = ["id", "type", "time", "neverWaits", "person", "subject", "data"];

/** What is wrong with the drafts that a mapping makes of its samples. */
export function draftFaults({ file, specification: source, samples }: Parts): string[] {
  const faults = samples.flatMap((sample) => {
    const webhook = sampleWebhook(source, sample);
    const drafts = draftsOf(source, webhook);
    return [
      ...drafts.flatMap((draft) => memberFaults(draft).map((fault) => `an event ${fault}`)),
      ...(isSteady(drafts, draftsOf(source, webhook, LATER_MS))
        ? []
        : [
            "the same webhook is mapped onto another id or time each time: both come from what its sender has posted, so that a retry is the same event",
          ]),
    ].map((fault) => `functions/sources/${file}.ts: ${fault} (${sample.file}).`);
  });
  return [...new Map(faults.map((fault) => [fault.replace(/ \([^()]*\)\.$/, ""), fault])).values()];
}

function memberFaults(draft: object): string[] {
  const names = Object.keys(draft);
  const unknown = names.filter((name) => !MEMBERS.includes(name));
  const has = (name: string) => names.includes(name);
  return [
    ...unknown.map((name) => `has ${name}, which is not known (${suggestion(name)})`),
    ...(has("person") && has("subject")
      ? ["has a person and a subject: what is about a person has no other subject"]
      : []),
    ...(has("person") || has("subject")
      ? []
      : ["has neither person, an e-mail, nor subject, a key of what is no person"]),
  ];
}

function suggestion(name: string): string {
  if (/^e?mail/i.test(name)) return 'did you mean "person"?';
  const near = likeliest(name, MEMBERS);
  return near === undefined
    ? `the event's own members belong in data; there are: ${MEMBERS.join(", ")}`
    : `did you mean "${near}"?`;
}

const LATER_MS = 3_600_000;

function isSteady(some: readonly object[], others: readonly object[]): boolean {
  const fixed = (drafts: readonly object[]) =>
    JSON.stringify(drafts.map((draft) => [Object(draft).id, Object(draft).time]));
  return fixed(some) === fixed(others);
}

/** As if it were that much later, for mappings that read the clock. */
function draftsOf(source: Parts["specification"], webhook: Webhook, laterMs = 0): object[] {
  const { now } = Date;
  Date.now = () => now() + laterMs;
  try {
    return listIn(parserOf(source).parse(webhook.body), source).flatMap((item) => {
      const payload = item as never; // as its sender posts it
      const drafts: unknown = source.kinds[source.kind(payload, webhook)]?.(payload, webhook) ?? [];
      return Array.isArray(drafts) ? drafts.filter(isObject) : [];
    });
  } catch {
    return []; // other checks say why
  } finally {
    Date.now = now;
  }
}

function attempt<Result>(act: () => Result): { readonly value?: Result; readonly error?: unknown } {
  try {
    return { value: act() };
  } catch (error) {
    return { error: error ?? new Error("nothing was thrown") };
  }
}

function textOf(error: unknown): string {
  return String(error instanceof Error && error.cause instanceof Error ? error.cause : error).replace(/\.$/, "");
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  return isObject(value) ? "an object" : `a ${typeof value}`;
}
