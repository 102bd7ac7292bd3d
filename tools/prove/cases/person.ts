import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import { drawn, seededRandom, seedOf } from "../../seeded-random.ts";
import { rewritten, type Sample } from "../events/samples.ts";

const HOST = "@example.com";

/**
 * Valid addresses that break code which treats them as plain text: in a path, in a quoted query, as a pattern, as
 * something a system reads as its own id, in a column of 80 characters. All are in the form that normaliseEmail()
 * produces, as every event's subject is.
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

/** The sample with a person for this case: the same person for the same name, on any machine. */
export function ofSomebody(sample: Sample, validate: Validate, name: string): Sample {
  const { event } = sample;
  const somebody = drawn(ofEachAddress(event, validate), seededRandom(seedOf(1, name)));
  return { ...sample, event: somebody ?? event }; // it may not be about a person
}

/** The event once for each address that its schema accepts. */
export function ofEachAddress(event: Event, validate: Validate): readonly Event[] {
  if (!event.subject.includes("@")) return [];
  return ADDRESSES.map((email) => addressedTo(event, email)).filter(({ data }) => validate(data));
}

/** The event for other people whose addresses contain the person's, or differ in what some code ignores. */
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
