import type { Source } from "../../functions/runtime/define/source.ts";
import { listIn } from "../../functions/runtime/receive/items.ts";
import type { Webhook } from "../../functions/runtime/receive/unit.ts";
import { fillSample, type Sample } from "./samples.ts";
import { parserOf } from "./source-unit.ts";

/** The current time, so that no time in a recorded sample lies in the future. */
const VALUES = { id: "msg_sample", now: Date.now() };

/** A sample as the build tries it: freshly signed, with every header that the source reads. */
export function sampleWebhook({ headers: names = [] }: Source, sample: Sample): Webhook {
  const missing = names.map((name) => [name, VALUES.id]);
  const headers = { ...Object.fromEntries(missing), ...sample.headers };
  return { headers, body: fillSample(sample, VALUES), signedAt: VALUES.now };
}

/**
 * The event types that a source makes of its samples. Samples that can't be read or mapped are skipped: other checks
 * report them.
 */
export function publishedBy(source: Source, samples: readonly Sample[]): string[] {
  return [...new Set(samples.flatMap((sample) => typesIn(source, sampleWebhook(source, sample))))].toSorted();
}

function typesIn(source: Source, { headers, body }: Webhook): string[] {
  try {
    const payload = parserOf(source).parse(body);
    return listIn(payload, source).flatMap((item) => {
      const envelope = item as never; // checked afterwards: anything that is not an envelope throws or has no kind
      const map = source.kinds[source.kind(envelope, { headers })];
      return map === undefined ? [] : map(envelope, { headers }).map(({ type }) => type);
    });
  } catch {
    return [];
  }
}
