import { fillSample, type Sample, webhookSamples } from "../../bundler/read/samples.ts";
import { OCCASIONS } from "./occasions.ts";
import { type Guest, nameOf } from "./people.ts";
import type { Telling } from "./telling.ts";

/** A body with what its scheme signs besides. */
export interface Webhook {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const samples = webhookSamples();

/** The sender's sample with this guest and time. `doors`: milliseconds since the epoch. */
export function webhookOf(telling: Telling, { run, doors }: { readonly run: string; readonly doors: number }): Webhook {
  const { sender, guest, change, at } = telling;
  const sample = samples.find(({ of, name }) => of === sender && name === telling.sample);
  if (sample === undefined) throw new Error(`there is no samples/webhooks/${sender}/${telling.sample}.json`);
  const id = `demo_${run}_${telling.id}`;
  const payload = filled(sample, { id, now: doors + at * 60_000 }, guest);
  const startsAt = new Date(doors).toISOString();
  const { data, payload: { object } = {} } = payload;
  if (data !== undefined && change !== undefined)
    Object.assign(data, { occasionId: OCCASIONS[change.occasion], status: change.status, startsAt });
  if (data !== undefined && telling.isSpelledOtherwise === true) data["email"] = ` ${guest.email.toUpperCase()} `;
  if (object !== undefined) object["start_time"] = startsAt;
  if (object?.participant !== undefined) object.participant["user_id"] = id;
  return { id, headers: sample.headers, body: Buffer.from(JSON.stringify(payload)) };
}

/** The parts of the senders' samples that vary. */
interface Payload {
  readonly data?: Record<string, unknown>;
  readonly payload?: { readonly object?: Record<string, unknown> & { readonly participant?: Record<string, unknown> } };
}

function filled(sample: Sample, sent: { id: string; now: number }, guest: Guest): Payload {
  const text = fillSample(sample, sent).toString();
  const ofGuest = text
    .replaceAll("ada@example.com", guest.email)
    .replaceAll("Ada Lovelace", nameOf(guest))
    .replaceAll('"Ada"', JSON.stringify(guest.firstName))
    .replaceAll('"Lovelace"', JSON.stringify(guest.lastName))
    .replaceAll('"Analytical Engines"', JSON.stringify(guest.company));
  return JSON.parse(ofGuest);
}
