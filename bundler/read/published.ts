import type { Source } from "../../functions/runtime/define/source.ts";
import { listIn } from "../../functions/runtime/receive/items.ts";
import type { Webhook } from "../../functions/runtime/receive/unit.ts";
import { fillSample, type Sample } from "./samples.ts";
import { parserOf } from "./source-unit.ts";

/** Now: no time that stands in a sample, of a webhook that has once come, is later. */
const VALUES = { id: "msg_sample", now: Date.now() };

/** A sample as the build tries it: every header that the source reads is there, and it has just been signed. */
export function sampleWebhook({ headers: names = [] }: Source, sample: Sample): Webhook {
  const missing = names.map((name) => [name, VALUES.id]);
  const headers = { ...Object.fromEntries(missing), ...sample.headers };
  return { headers, body: fillSample(sample, VALUES), signedAt: VALUES.now };
}

/** The event types that a source makes of its samples. What can't be read or mapped makes none: the checks say so. */
export function publishedBy(source: Source, samples: readonly Sample[]): string[] {
  return [...new Set(samples.flatMap((sample) => typesIn(source, sampleWebhook(source, sample))))].toSorted();
}

function typesIn(source: Source, { headers, body }: Webhook): string[] {
  try {
    const payload = parserOf(source).parse(body);
    return listIn(payload, source).flatMap((item) => {
      const envelope = item as never; // checked afterwards: what is no envelope throws, or is of no kind
      const map = source.kinds[source.kind(envelope, { headers })];
      return map === undefined ? [] : map(envelope, { headers }).map(({ type }) => type);
    });
  } catch {
    return [];
  }
}
