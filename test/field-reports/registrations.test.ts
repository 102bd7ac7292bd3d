// needs functions/sources/calendly.ts
// needs functions/sources/zoom.ts
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Occasion, occasions } from "../../functions/configuration/occasions.ts";
import { fillSample, webhookSamples } from "../../bundler/read/samples.ts";
import { fireUntil, settle } from "../../tools/prove/simulation/simulation.ts";
import { readWebhook } from "../harness/fixtures.ts";
import { openWholeLane } from "../harness/whole-lane.ts";
import { NOW } from "../harness/webhook.ts";

/** MESSAGES=10000 npm test -- field-reports/registrations: in about a minute. */
const MESSAGES = Number(process.env["MESSAGES"] ?? 300);
const WEBINAR = "zoom:99912345678";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const sample: object = JSON.parse(readWebhook("app", "registration.changed").toString());

type Fields = Readonly<Record<string, unknown>>;

let lane: ReturnType<typeof openWholeLane>;

beforeEach(() => {
  lane = openWholeLane(NOW);
});

const rows = (type: string) => (lane.salesforce.state()[type] ?? []) as readonly Fields[];
const records = (kind: string) => (lane.customerio.state()[kind] ?? []) as readonly Fields[];
const members = () =>
  rows("CampaignMember").map(({ Status, Registration_At__c: at }) => [
    Status,
    Date.parse(`${String(at).slice(0, 19)}Z`),
  ]);
const names = (kind: string) => records(kind).map(({ name }) => String(name).replace("registration_", ""));

/** Lets so much time pass, with all that falls due in it. */
async function pass(milliseconds: number): Promise<void> {
  await settle(lane.simulation);
  await fireUntil(lane.simulation, lane.simulation.clock.now() + milliseconds);
}

/** The application tells how somebody's registration is since then. Told again, it is the same event. */
async function tell(status: string, at: number, { email = "ada@example.com", occasionId = WEBINAR } = {}) {
  const webhook = { ...sample, timestamp: new Date(at).toISOString(), data: { occasionId, email, status } };
  const body = Buffer.from(JSON.stringify(webhook));
  return (await lane.post("app", { id: `msg_${email}_${status}_${at}`, body })).body;
}

describe("one person's registrations", () => {
  it(`keep their order and end as the last says, ${MESSAGES} of them amid an outage`, async () => {
    const first = NOW - MESSAGES * 1000;
    const statusOf = (place: number) => (place % 2 === 0 ? "registered" : "cancelled");
    lane.simulation.faults.add({ system: "salesforce", match: "/*", fault: "5xx-json", from: 100, times: 5 });
    for (let place = 0; place < MESSAGES; place += 1) await tell(statusOf(place), first + place * 1000);
    await pass(DAY);
    expect(names("triggered")).toEqual(Array.from({ length: MESSAGES }, (_, place) => statusOf(place)));
    const last = MESSAGES - 1;
    const label = statusOf(last) === "cancelled" ? "Cancelled" : "Registered";
    expect(members()).toEqual([[label, first + last * 1000]]);
    expect([rows("Lead").length, records("people").length, lane.simulation.deadLetters]).toEqual([1, 1, []]);
    const retried = lane.simulation.deliveries.length - MESSAGES;
    expect(retried).toBeGreaterThan(0);
    expect(retried).toBeLessThanOrEqual(5);
  });
});

describe("a registration's time", () => {
  it.each([
    ["six minutes ahead of the signature", 6 * MINUTE],
    ["a year ahead", 365 * DAY],
  ])("keeps the webhook in quarantine where it is %s, and what follows is heard", async (_when, ahead) => {
    expect(await tell("cancelled", NOW + ahead)).toMatchObject({
      outcome: "quarantined",
      reason: "/time is later than the webhook was signed",
    });
    await tell("registered", NOW);
    await pass(MINUTE);
    expect([members(), names("triggered")]).toEqual([[["Registered", NOW]], ["registered"]]);
  });

  it("may be 90 days ago: it is the member's until something later is told, and has no e-mail sent", async () => {
    await tell("waitlisted", NOW - 90 * DAY);
    await pass(MINUTE);
    expect([members(), names("events"), names("triggered")]).toEqual([
      [["Waitlisted", NOW - 90 * DAY]],
      ["waitlisted"],
      [],
    ]);
    await tell("promoted", NOW);
    await tell("cancelled", NOW - 89 * DAY);
    await pass(MINUTE);
    expect([members(), names("triggered")]).toEqual([[["Promoted", NOW]], ["promoted"]]);
  });
});

describe("a meeting that is booked by Calendly and held in Zoom", () => {
  const MEETING = "calendly:GBGBDCAADAEDCRZ2";
  const known = occasions as Map<string, Occasion>; // as it is where functions/configuration/occasions.json has both
  beforeEach(() => {
    const webinar = known.get(WEBINAR);
    if (webinar !== undefined) known.set(MEETING, webinar);
  });
  afterEach(() => void known.delete(MEETING));

  const told = [
    { source: "calendly", kind: "invitee.created", at: NOW - 2 * MINUTE },
    { source: "zoom", kind: "registration_created", at: NOW - MINUTE },
  ];

  it.each([
    ["the first first", told],
    ["the second first", told.toReversed()],
  ])("is registered for once, since the later time, and confirmed once: %s", async (_order, webhooks) => {
    for (const { source, kind, at } of webhooks) {
      const found = webhookSamples().find(({ of, name }) => of === source && name === kind);
      if (found === undefined) throw new Error(`there is no sample ${source} ${kind}`);
      await lane.post(source, { id: source, body: fillSample(found, { id: source, now: at }) });
      await pass(MINUTE);
    }
    expect([rows("Lead").length, members(), names("triggered").toSorted()]).toEqual([
      1,
      [["Registered", NOW - MINUTE]],
      ["noted", "registered"],
    ]);
  });
});

describe("a status that the campaign lacks, and may not get", () => {
  const ofDinner = { occasionId: "app:engines-dinner" };

  it("keeps its own member from it alone, until somebody has added it and replays", async () => {
    const isMissing = ({ CampaignId, Label }: Fields) =>
      Label === "No Show" && CampaignId === occasions.get(ofDinner.occasionId)?.campaignId;
    const missing = rows("CampaignMemberStatus").find(isMissing);
    lane.salesforce.remove(String(missing?.["Id"]));
    await tell("registered", NOW - 2 * MINUTE, ofDinner);
    await tell("no_show", NOW - MINUTE, ofDinner);
    await tell("attended", NOW - MINUTE, { ...ofDinner, email: "grace@example.com" });
    await pass(MINUTE);
    const reasons = lane.simulation.deadLetters.map(({ attributes }) => attributes["dead-letter-code"]);
    expect(reasons).toEqual(["NO_SUCH_STATUS"]);
    expect(members()).toHaveLength(2);
    expect(members()).toContainEqual(["Registered", NOW - 2 * MINUTE]);
    expect(members()).toContainEqual(["Attended", NOW - MINUTE]);
    expect(names("triggered").toSorted()).toEqual(["attended", "no_show", "registered"]);
    const { CampaignId, Label, HasResponded } = missing ?? {};
    lane.salesforce.seed({ CampaignMemberStatus: [{ CampaignId, Label, HasResponded }] });
    await tell("no_show", NOW - MINUTE, ofDinner);
    await pass(MINUTE);
    expect(members()).toContainEqual(["No Show", NOW - MINUTE]);
    expect(names("triggered").toSorted()).toEqual(["attended", "no_show", "registered"]);
  });
});
