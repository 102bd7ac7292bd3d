import { compare, type Verdict } from "./compare.ts";
import { expectedOf } from "./facts.ts";
import { foundOf, type State } from "./found.ts";
import type { Guest } from "./people.ts";
import type { Incident, Step, Told } from "./plot.ts";
import type { Telling } from "./telling.ts";
import { webhookOf, type Webhook } from "./webhooks.ts";

interface Play {
  readonly guests: readonly Guest[];
  readonly steps: readonly Step[];
  /** Part of the addresses and ids of this run. */
  readonly run: string;
  /** When the doors open, in milliseconds since the epoch. */
  readonly doors: number;
  /** Minimum length of the outage. */
  readonly outageMs: number;
  /** Called after each step. */
  readonly onStep: (step: Step, took: Took) => void;
}

export interface Took {
  readonly statuses: readonly number[];
  /** Of its slowest webhook. */
  readonly answeredMs: number;
  /** From the first webhook, or from the end of an outage, until the effect on each guest was seen. */
  readonly seenMs: ReadonlyMap<Guest, number>;
  /** Guests whose effects were not seen. */
  readonly missing: readonly Guest[];
}

/** A running play. */
interface Playing extends Play {
  readonly stage: Stage;
  readonly told: Telling[];
  /** Guests whose effects can't happen yet. */
  readonly heldUp: Set<Guest>;
  downSince: number;
}

const FAULTS = {
  outage: { system: "salesforce", match: "/*", fault: "5xx-json", times: 0 },
  rule: {
    system: "salesforce",
    match: "POST /sobjects/Lead",
    fault: "reject-before",
    status: 400,
    body: [{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "No new Leads today.", fields: [] }],
    times: 0,
  },
};

/** Plays the story, and compares each guest's facts in the systems with the expected ones. */
export async function play(stage: Stage, given: Play): Promise<readonly Verdict[]> {
  const { guests, steps, doors, onStep } = given;
  const playing: Playing = { ...given, stage, told: [], heldUp: new Set(), downSince: -Infinity };
  await stage.seed(recordsOf(guests, doors));
  for (const step of steps) {
    await stage.reach(doors + step.at * 60_000);
    onStep(step, await ("incident" in step ? happen(playing, step) : tell(playing, step)));
  }
  const state = await stage.state();
  return guests.map((guest) => verdictOf(playing, guest, state));
}

/** The guests' records before the story. They are old, so that nobody counts as new. */
function recordsOf(guests: readonly Guest[], doors: number): object {
  const CreatedDate = new Date(doors - 90 * 24 * 3_600_000).toISOString();
  const known = (type: Guest["knownAs"]) => guests.filter(({ knownAs }) => knownAs === type);
  const record = ({ firstName: FirstName, lastName: LastName, email: Email }: Guest) => ({
    FirstName,
    LastName,
    Email,
    CreatedDate,
  });
  return {
    salesforce: {
      Lead: known("Lead").map((guest) => ({ ...record(guest), Company: guest.company })),
      Contact: known("Contact").map(record),
    },
    customerio: { people: guests.map(({ email, firstName }) => ({ email, attributes: { first_name: firstName } })) },
  };
}

async function tell(playing: Playing, { tellings, isHeldUp }: Told): Promise<Took> {
  const { stage, told, heldUp } = playing;
  const started = stage.now();
  const answers: { readonly status: number; readonly ms: number }[] = [];
  for (const telling of tellings) {
    const sent = stage.now();
    const { status } = await stage.post(telling.sender, webhookOf(telling, playing));
    answers.push({ status, ms: stage.now() - sent });
    told.push(telling);
    if (isHeldUp) heldUp.add(telling.guest);
  }
  return {
    statuses: [...new Set(answers.map(({ status }) => status))],
    answeredMs: Math.max(...answers.map(({ ms }) => ms)),
    ...(await look(playing, isHeldUp ? [] : tellings.map(({ guest }) => guest), started)),
  };
}

async function happen(playing: Playing, { incident }: Incident): Promise<Took> {
  const { stage, heldUp, outageMs } = playing;
  if (incident === "over") {
    await stage.sleep(playing.downSince + outageMs - stage.now());
    await stage.clearFaults();
  } else {
    await stage.setFault(FAULTS[incident]);
  }
  playing.downSince = incident === "outage" ? stage.now() : -Infinity;
  const waiting = incident === "over" ? [...heldUp] : [];
  for (const guest of waiting) heldUp.delete(guest);
  return { statuses: [], answeredMs: 0, ...(await look(playing, waiting, stage.now())) };
}

/** Waits until everything about these guests has taken effect, or the stage's patience ends. */
async function look(
  playing: Playing,
  guests: readonly Guest[],
  since: number,
): Promise<Pick<Took, "seenMs" | "missing">> {
  const { stage } = playing;
  const seenMs = new Map<Guest, number>();
  const missing = () => guests.filter((guest) => !seenMs.has(guest));
  const lookOnce = (state: State) => {
    for (const guest of missing())
      if (verdictOf(playing, guest, state).differences.length === 0) seenMs.set(guest, stage.now() - since);
    return missing().length === 0;
  };
  if (guests.length > 0) await stage.until(lookOnce);
  return { seenMs, missing: missing() };
}

function verdictOf({ told, doors }: Playing, guest: Guest, state: State): Verdict {
  return compare(guest, expectedOf(guest, told, doors), foundOf(guest, state));
}

/** Where the story is played: `npm start`, or a test's own process. */
export interface Stage {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits until then, unless the story's time is compressed. */
  reach(time: number): Promise<void>;
  sleep(milliseconds: number): Promise<void>;
  /** Signs it as its sender does, and posts it. */
  post(sender: string, webhook: Webhook): Promise<{ readonly status: number }>;
  state(): Promise<State>;
  /** Adds records, as people would in the systems' own interfaces. */
  seed(records: object): Promise<void>;
  setFault(rule: object): Promise<void>;
  clearFaults(): Promise<void>;
  /** Polls until it is true, or gives up. */
  until(isSo: (state: State) => boolean): Promise<void>;
}
