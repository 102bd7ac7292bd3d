import type { Fill } from "../fills.ts";

/** Eight of ten fills are from new people. */
const SHARE_OF_NEW_PEOPLE = 0.8;
const FORMS = ["contact-sales", "contact-sales", "contact-sales", "demo-request", "demo-request", "newsletter"];

/**
 * The fills to send, in order. Some people send two or three, half of those in quick succession so that both are under
 * way at once, with varying forms and spellings of the e-mail.
 */
export function planFills(count: number, random: () => number, now: number): Fill[] {
  const fills: Fill[] = [];
  const people = Math.ceil(count * SHARE_OF_NEW_PEOPLE);
  const latecomers = new Map<number, Fill[]>();
  for (let number = 0; number < people; number += 1) fills.push(fillOf(number, 0, random, now));
  for (let extra = people; extra < count; extra += 1) {
    const person = Math.floor(random() * people);
    const place = random() < 0.5 ? person : Math.floor(random() * people);
    latecomers.set(place, [...(latecomers.get(place) ?? []), fillOf(person, extra, random, now)]);
  }
  return fills.flatMap((fill, place) => [fill, ...(latecomers.get(place) ?? [])]);
}

function fillOf(person: number, extra: number, random: () => number, now: number): Fill {
  const email = `person-${person}@example.com`;
  return {
    id: `msg_${person}_${extra}`,
    email: random() < 0.1 ? ` ${email.toUpperCase()}` : email,
    firstName: `First${person}`,
    lastName: `O'Last ${person}`,
    formId: FORMS[Math.floor(random() * FORMS.length)] ?? "contact-sales",
    happenedAt: new Date(now).toISOString(),
  };
}
