import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import { drawn, seededRandom, seedOf } from "../../seeded-random.ts";
import { rewritten, type Sample } from "../samples.ts";

const HOST = "@example.com";

/**
 * Addresses that somebody may have and that code which takes them for plain text gets wrong: in a path, in a query's quotes, as a
 * pattern, as what a system reads as its own id, in a column of 80 characters. None is spelled otherwise than normaliseEmail()
 * leaves it: an event's subject never is.
 */
const ADDRESSES: readonly string[] = [
  `ada${HOST}`,
  `cio_0300${HOST}`,
  `o'brien${HOST}`,
  `ada+spring+2026${HOST}`,
  `100%_off%20${HOST}`,
  `a/b?c=d&e#f${HOST}`,
  `{ada}${HOST}`,
  `ödön.müller${HOST}`,
  `ada@xn--bcher-kva.example`,
  `${"a.very.long.name.".repeat(4).slice(0, 63)}x@long.example.co`,
];

/** The sample as its case's own person's event: the same one for all cases of that name, on any machine. */
export function ofSomebody(sample: Sample, validate: Validate, name: string): Sample {
  const { event } = sample;
  const somebody = drawn(ofEachAddress(event, validate), seededRandom(seedOf(1, name)));
  return { ...sample, event: somebody ?? event }; // it may be about no person
}

/** The event as that of each address that its schema takes. */
export function ofEachAddress(event: Event, validate: Validate): readonly Event[] {
  if (!event.subject.includes("@")) return [];
  return ADDRESSES.map((email) => addressedTo(event, email)).filter(({ data }) => validate(data));
}

/** The event as that of other people, whose addresses hold the person's, or differ in what some take for no difference. */
export function withNearAddresses(event: Event, validate: Validate): readonly Event[] {
  const [, local = "", domain = ""] = /^(.*)@(.*)$/.exec(event.subject) ?? [];
  const near = [`${local}+near@${domain}`, `${local.slice(0, 1)}.${local.slice(1)}@${domain}`, `x${local}@${domain}`];
  return [...near, `${event.subject}.au`]
    .map((email) => addressedTo(event, email))
    .filter(({ data }) => validate(data))
    .map((other, place) => ({ ...other, id: `${event.id}-${place}` }));
}

function addressedTo(event: Event, email: string): Event {
  return rewritten(event, { email, at: Date.parse(event.time), id: event.id });
}
