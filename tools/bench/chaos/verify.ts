import { type Fill, pageUrlOf } from "../fills.ts";

type Row = Readonly<Record<string, unknown>>;

/** What the systems contain in the end. */
export interface Effects {
  readonly leads: readonly Row[];
  readonly members: readonly Row[];
  /** customer.io's profiles. */
  readonly people: readonly Row[];
  /** The events that customer.io has accepted. */
  readonly events: readonly Row[];
}

export interface Verdict {
  /** Fills with all effects exactly once. */
  readonly right: number;
  /** Missing effects, one sentence each. */
  readonly lost: readonly string[];
  /** Duplicates and effects without a fill, one sentence each. */
  readonly doubled: readonly string[];
}

/**
 * Checks by id that each person has exactly one Lead, one member per campaign and one profile, each fill exactly one
 * event with its own id, and that there is nothing else.
 */
export function verify(fills: readonly Fill[], campaigns: Readonly<Record<string, string>>, effects: Effects): Verdict {
  const wanted = fills.map((fill) => ({ fill, keys: keysOf(fill, campaigns) }));
  const found = countKeys(effects);
  const all = new Set(wanted.flatMap(({ keys }) => keys));
  const lost = [...all].filter((key) => !found.has(key));
  const surplus = [...found].flatMap(([key, count]) =>
    !all.has(key) ? [`${key}: of no fill`] : count > 1 ? [`${key}: ${count} times`] : [],
  );
  const right = wanted.filter(({ keys }) => keys.every((key) => found.get(key) === 1)).length;
  return { right, lost, doubled: [...surplus, ...sharedEventIds(effects)] };
}

function keysOf(fill: Fill, campaigns: Readonly<Record<string, string>>): string[] {
  const person = fill.email.trim().toLowerCase();
  const campaign = campaigns[fill.formId];
  return [
    leadKey(person),
    ...(campaign === undefined ? [] : [memberKey(campaign, person)]),
    profileKey(person),
    eventKey(person, pageUrlOf(fill)),
  ];
}

function countKeys({ leads, members, people, events }: Effects): Map<string, number> {
  const emailOfLead = new Map(leads.map(({ Id, Email }) => [Id, textOf(Email)]));
  const emailOfProfile = new Map(people.map(({ cio_id, email }) => [cio_id, textOf(email)]));
  const keys = [
    ...leads.map(({ Email }) => leadKey(textOf(Email))),
    ...members.map(({ CampaignId, LeadId }) =>
      memberKey(textOf(CampaignId), emailOfLead.get(LeadId) ?? textOf(LeadId)),
    ),
    ...people.map(({ email }) => profileKey(textOf(email))),
    ...events.map(({ cio_id, data }) =>
      eventKey(emailOfProfile.get(cio_id) ?? textOf(cio_id), textOf((data as Row)["page_url"])),
    ),
  ];
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function sharedEventIds({ events }: Effects): string[] {
  const seen = new Set<unknown>();
  return events
    .filter(({ id }) => seen.size === seen.add(id).size)
    .map(({ id }) => `event id ${textOf(id)}: of two events`);
}

const leadKey = (person: string) => `Lead ${person}`;
const memberKey = (campaign: string, person: string) => `member of ${campaign} ${person}`;
const profileKey = (person: string) => `profile ${person}`;
const eventKey = (person: string, pageUrl: string) => `event ${person} ${pageUrl}`;

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
