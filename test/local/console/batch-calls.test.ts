import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Life } from "../../../local/console/contract/events.ts";
import type { PersonView } from "../../../local/console/contract/people.ts";
import type { Sent } from "../../../local/console/contract/send.ts";
import { type FastLane, startFastLane } from "../runner/fast-lane.ts";
import { poll } from "../runner/history.ts";

const PEOPLE = ["ada@example.com", "grace@example.com"];
const HANDLER = "email-reported";
let lane: FastLane;
beforeAll(async () => {
  lane = await startFastLane({ handlers: ["form-submitted", HANDLER] });
});
afterAll(() => lane.close());

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  return JSON.parse((await lane.ask(method, path, body)).text);
}

/** The row of the webhook. */
async function sendFor(email: string, sample: string, ...paths: readonly string[]): Promise<string> {
  const set = Object.fromEntries(paths.map((path) => [path, email]));
  const { rows } = await ask<Sent>("POST", `/api/samples/${sample}/send`, { set });
  return rows[0] ?? "";
}

async function lifeOf(id: string): Promise<Life> {
  let life: Life | undefined;
  await poll(async () => (life = await ask<Life>("GET", `/api/events/${id}`)).row.outcome === "handled", "its end");
  if (life === undefined) throw new Error("never asked");
  return life;
}

it("tells a batch's calls with every event that they were made for, and of what they changed what concerns it", async () => {
  for (const email of PEOPLE) await lifeOf(await sendFor(email, "app/form.submitted", "data.email"));
  await ask("POST", `/api/handlers/${HANDLER}/pause`, {});
  const rows: string[] = [];
  for (const email of PEOPLE)
    rows.push(await sendFor(email, "customerio/email.opened", "data.identifiers.email", "data.recipient"));
  await ask("POST", `/api/handlers/${HANDLER}/resume`, {});
  const lives = [];
  for (const id of rows) lives.push(await lifeOf(id));
  const attempts = lives.flatMap(({ handlers }) => handlers.flatMap((one) => one.attempts));
  expect(attempts.map(({ number, batch, outcome }) => [number, batch, outcome])).toEqual([
    [1, 2, "acknowledged"],
    [1, 2, "acknowledged"],
  ]);
  const [calls, same] = attempts.map((one) => one.calls.map(({ id }) => id));
  expect(calls?.length).toBeGreaterThan(2);
  expect(same).toEqual(calls);
  for (const [index, email] of PEOPLE.entries()) {
    const { changes } = await ask<PersonView>("GET", `/api/people/${email}`);
    const members = changes.filter(({ handler }) => handler === HANDLER);
    expect(members.map(({ kind, event }) => [kind, event])).toEqual([["CampaignMember", rows[index]]]);
    const shown = attempts[index]?.calls.flatMap((call) => call.changes) ?? [];
    expect(shown.filter(({ kind }) => kind === "CampaignMember").map(({ id }) => id)).toEqual(
      members.map(({ id }) => id),
    );
  }
});
