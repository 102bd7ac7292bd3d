import { beforeEach, describe, expect, it } from "@jest/globals";
import { memberStatusOf, occasions } from "../../functions/configuration/occasions.ts";
import handler from "../../functions/handlers/registration-changed.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { decodeEvent } from "../../functions/runtime/pubsub/message.ts";
import app from "../../functions/sources/app.ts";
import { webhookWith } from "../harness/fixtures.ts";
import { createLane } from "../harness/lane.ts";
import { sourceUnit } from "../harness/units.ts";
import { receive, signedRequest } from "../harness/webhook.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";

type Change = Event<"registration.changed">;
type Fields = Readonly<Record<string, unknown>>;

const DINNER = "app:engines-dinner";
const WEBINAR = "zoom:99912345678";
const email = "ada@example.com";
const idOf = (occasionId: string) => occasions.get(occasionId)?.campaignId;

let lane: ReturnType<typeof createLane>;

beforeEach(() => {
  lane = createLane(handler);
  lane.salesforce.setUp(readConfiguration());
});

/** How Ada stands to the dinner so many minutes after it was announced. */
function change(status: Change["data"]["status"], minute: number, data: Partial<Change["data"]> = {}): Change {
  return {
    id: `msg_${status}_${minute}_${data.occasionId ?? ""}`,
    source: "/sources/app",
    type: "registration.changed",
    subject: email,
    time: new Date(lane.clock.now() + minute * 60_000).toISOString(),
    data: { occasionId: DINNER, email, status, ...data },
  };
}

async function deliverAll(...events: readonly Change[]) {
  const statuses: (number | undefined)[] = [];
  for (const event of events) statuses.push(await lane.deliver(event));
  return statuses;
}

const rows = (type: string) => (lane.salesforce.state()[type] ?? []) as Fields[];
const members = () => rows("CampaignMember").map(({ CampaignId, Status }) => [CampaignId, Status]);
const told = () => (lane.customerio.state()["events"] as Fields[]).map(({ name }) => name);
const minuteOf = ({ Registration_At__c: at }: Fields) =>
  (Date.parse(String(at).replace("+0000", "Z")) - lane.clock.now()) / 60_000;

describe("registration.changed", () => {
  it("makes a Lead, a member of the occasion's campaign, a person and the event that has the e-mail sent", async () => {
    const said = {
      firstName: "Ada",
      lastName: "Lovelace",
      joinUrl: "https://tickets.example.com/7Q2",
      occasionName: "Engines Dinner",
      startsAt: "2026-11-19T18:30:00Z",
      pageUrl: "https://www.example.com/engines-dinner",
    };
    expect(await deliverAll(change("registered", 0, said))).toEqual([204]);
    expect(rows("Lead")).toMatchObject([{ FirstName: "Ada", LastName: "Lovelace", Email: email, LeadSource: "Web" }]);
    expect(rows("CampaignMember")).toMatchObject([
      { CampaignId: idOf(DINNER), Status: "Registered", HasResponded: true, Registration_At__c: expect.any(String) },
    ]);
    expect(lane.customerio.state()["events"]).toMatchObject([
      {
        name: "registration_registered",
        data: {
          occasion_id: DINNER,
          occasion_name: said.occasionName,
          status: "registered",
          starts_at: said.startsAt,
          join_url: said.joinUrl,
          page_url: said.pageUrl,
        },
      },
    ]);
    expect(lane.customerio.state()["people"]).toMatchObject([{ email, attributes: { first_name: "Ada" } }]);
  });

  it("tells customer.io nothing in place of what the change does not say", async () => {
    const pageUrl = "https://www.example.com/engines-dinner";
    await deliverAll(change("registered", 0, { pageUrl }));
    const data = { occasion_id: DINNER, status: "registered", page_url: pageUrl };
    expect((lane.customerio.state()["events"] as Fields[]).map((one) => one["data"])).toEqual([data]);
  });

  it("changes nothing when it is delivered again", async () => {
    const event = change("registered", 0);
    expect(await deliverAll(event, event, event)).toEqual([204, 204, 204]);
    expect([members(), told()]).toEqual([[[idOf(DINNER), "Registered"]], ["registration_registered"]]);
  });

  it("brings every membership of theirs up to the change, though one knows it from a delivery that was done by half", async () => {
    const event = change("registered", 0);
    const person = { LastName: "Lovelace", Email: email };
    const member = { CampaignId: idOf(DINNER), Status: "Registered" };
    const LeadId = lane.salesforce.insert("Lead", { ...person, Company: "Engines" });
    const ContactId = lane.salesforce.insert("Contact", person);
    lane.salesforce.insert("CampaignMember", { ...member, ContactId, Registration_At__c: event.time });
    lane.salesforce.insert("CampaignMember", { ...member, LeadId });
    expect(await deliverAll(event)).toEqual([204]);
    expect(rows("CampaignMember").map(minuteOf)).toEqual([0, 0]);
  });

  it("comes again where customer.io can't be told of the person, for whom the e-mail is", async () => {
    lane.faults.add({ system: "customerio", match: "PUT /customers/*", fault: "5xx-json" });
    expect(await lane.deliver(change("registered", 0))).toBe(503);
  });

  it("keeps two occasions apart", async () => {
    await deliverAll(change("registered", 0), change("cancelled", 1, { occasionId: WEBINAR }));
    expect(members()).toEqual([
      [idOf(DINNER), "Registered"],
      [idOf(WEBINAR), "Cancelled"],
    ]);
    expect(told()).toEqual(["registration_registered", "registration_cancelled"]);
  });

  it("takes two spellings of one e-mail for one person", async () => {
    for (const [index, spelled] of [" Ada@Example.COM ", "Ada Lovelace <ada@example.com>"].entries()) {
      const timestamp = new Date(lane.clock.now() + index * 60_000).toISOString();
      const body = webhookWith("app", "registration.changed", {
        timestamp,
        data: { occasionId: DINNER, email: spelled, status: index === 0 ? "waitlisted" : "promoted" },
      });
      const { topics } = await receive(sourceUnit(app), signedRequest(app, body));
      const [message] = topics.on("registration.changed");
      if (message === undefined) throw new Error("nothing was published");
      const event = decodeEvent(message);
      if ("missing" in event) throw new Error(`${event.missing} is missing`);
      await lane.deliver({ ...event, data: JSON.parse(message.data.toString()) });
    }
    expect(rows("Lead")).toHaveLength(1);
    expect(members()).toEqual([[idOf(DINNER), "Promoted"]]);
    expect(told()).toEqual(["registration_waitlisted", "registration_promoted"]);
  });

  it.each<[string, [Change["data"]["status"], number][], string, number, string[]]>([
    [
      "cancels, and the registration arrives after that",
      [
        ["cancelled", 5],
        ["registered", 0],
      ],
      "Cancelled",
      5,
      ["registration_cancelled", "registration_noted"],
    ],
    [
      "cancels and registers again",
      [
        ["registered", 0],
        ["cancelled", 5],
        ["registered", 9],
      ],
      "Registered",
      9,
      ["registration_registered", "registration_cancelled", "registration_registered"],
    ],
    [
      "is promoted while cancelling, which was later",
      [
        ["waitlisted", 0],
        ["cancelled", 5],
        ["promoted", 4],
      ],
      "Cancelled",
      5,
      ["registration_waitlisted", "registration_cancelled", "registration_noted"],
    ],
    [
      "is promoted while cancelling, which was earlier",
      [
        ["waitlisted", 0],
        ["promoted", 5],
        ["cancelled", 4],
      ],
      "Promoted",
      5,
      ["registration_waitlisted", "registration_promoted", "registration_noted"],
    ],
    ["attends without having registered", [["attended", 60]], "Attended", 60, ["registration_attended"]],
    [
      "registers, as two sources tell",
      [
        ["registered", 0],
        ["registered", 1],
      ],
      "Registered",
      1,
      ["registration_registered", "registration_noted"],
    ],
    [
      "does two things in one second",
      [
        ["cancelled", 0],
        ["registered", 0],
      ],
      "Cancelled",
      0,
      ["registration_cancelled", "registration_noted"],
    ],
    [
      "does two things in one second, told the other way round",
      [
        ["registered", 0],
        ["cancelled", 0],
      ],
      "Cancelled",
      0,
      ["registration_registered", "registration_cancelled"],
    ],
  ])("goes by the changes' own times: somebody %s", async (_who, changes, status, minute, events) => {
    const all = changes.map(([one, at]) => change(one, at));
    expect(await deliverAll(...all)).toEqual(all.map(() => 204));
    const end = () => [members(), rows("CampaignMember").map(minuteOf), told()];
    expect(end()).toEqual([[[idOf(DINNER), status]], [minute], events]);
    await deliverAll(...all.slice(-1));
    expect(end()).toEqual([[[idOf(DINNER), status]], [minute], events]);
  });

  it("confirms once, and loses no confirmation, whichever of two sources fails", async () => {
    lane.faults.add({ system: "customerio", match: "POST /customers/*/events", fault: "5xx-json" });
    expect(await deliverAll(change("registered", 0), change("registered", 1), change("registered", 0))).toEqual([
      503, 204, 204,
    ]);
    expect(told()).toEqual(["registration_registered", "registration_noted"]);
  });

  it.each([
    ["in three months", 90],
    ["90 days ago", -90],
  ])("takes a change for what its time says: %s", async (_when, days) => {
    expect(await deliverAll(change("registered", days * 24 * 60), change("cancelled", days * 24 * 60 + 1))).toEqual([
      204, 204,
    ]);
    expect(members()).toEqual([[idOf(DINNER), "Cancelled"]]);
    const tooOld = lane.lines.filter((line) => "reason" in line && line.reason === "TOO_OLD_TO_TRIGGER");
    expect(tooOld).toHaveLength(days < 0 ? 2 : 0);
  });

  it("does all but the membership for an unknown occasion, and warns so that an alert can see", async () => {
    expect(await deliverAll(change("registered", 0, { occasionId: "zoom:constructor" }))).toEqual([204]);
    expect([rows("Lead").length, members(), told()]).toEqual([1, [], ["registration_registered"]]);
    expect(lane.lines).toContainEqual(
      expect.objectContaining({ level: "warning", reason: "OCCASION_WITHOUT_CAMPAIGN" }),
    );
  });

  it("comes again where customer.io can't be told of an unknown occasion", async () => {
    lane.faults.add({ system: "customerio", match: "POST /customers/*/events", fault: "5xx-json", times: 1 });
    const event = change("registered", 0, { occasionId: "zoom:1" });
    expect([await lane.deliver(event), await lane.deliver(event, 2)]).toEqual([503, 204]);
    expect(told()).toEqual(["registration_registered"]);
  });

  it("goes by the latest of a person's memberships: a late change is given to none, a newer one to all", async () => {
    const at = (minute: number) => new Date(lane.clock.now() + minute * 60_000).toISOString();
    const person = { LastName: "A", Company: "A", Email: email };
    const member = (minute: number) => ({ CampaignId: idOf(DINNER), Registration_At__c: at(minute) });
    const LeadId = lane.salesforce.insert("Lead", person);
    lane.salesforce.insert("CampaignMember", { ...member(-60), LeadId, Status: "Registered" });
    const ContactId = lane.salesforce.insert("Contact", { LastName: "A", Email: email });
    lane.salesforce.insert("CampaignMember", { ...member(60), ContactId, Status: "Cancelled" });
    expect(await deliverAll(change("attended", 0))).toEqual([204]);
    expect(told()).toEqual(["registration_noted"]);
    expect(members().map(([, status]) => status)).toEqual(["Registered", "Cancelled"]);
    expect(await deliverAll(change("attended", 120))).toEqual([204]);
    expect(members().map(([, status]) => status)).toEqual(["Attended", "Attended"]);
  });

  it("tells customer.io of an unknown occasion while Salesforce is down, and of a known one once it can say what stands", async () => {
    lane.faults.add({ system: "salesforce", match: "POST /composite", fault: "5xx-json", times: 2 });
    const [unknown, known] = [change("registered", 0, { occasionId: "zoom:1" }), change("registered", 0)];
    expect(await deliverAll(unknown, known)).toEqual([503, 503]);
    expect(told()).toEqual(["registration_registered"]);
    expect(lane.customerio.state()["people"]).toHaveLength(1);
    expect(await deliverAll(unknown, known)).toEqual([204, 204]);
    expect(told()).toEqual(["registration_registered", "registration_registered"]);
  });

  it("opts out the Lead of who has unsubscribed before", async () => {
    const timestamps = { unsubscribed: lane.clock.now() / 1000 - 60 };
    lane.customerio.seed({ people: [{ email, attributes: { unsubscribed: true }, timestamps }] });
    await deliverAll(change("registered", 0));
    expect(rows("Lead")).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });
});

describe("memberStatusOf", () => {
  const campaignId = "701Hs0000000003IAA";
  const at = "2026-11-26T10:00:00Z";

  it("has a campaign's status by our name of it, unless the occasion calls it otherwise, which is meant", () => {
    const statuses = { no_show: "Missed it" };
    expect(memberStatusOf({ campaignId }, "no_show", at)).toMatchObject({ status: "No Show", mayTakeBack: false });
    expect(memberStatusOf({ campaignId, statuses }, "cancelled", at)).toMatchObject({ mayTakeBack: false });
    expect(memberStatusOf({ campaignId, statuses }, "no_show", at)).toMatchObject({
      status: "Missed it",
      mayTakeBack: true,
      order: ["Registered", "Waitlisted", "Promoted", "Cancelled", "Missed it", "Attended"],
    });
  });

  it("adds statuses to a campaign where the occasion says so alone", () => {
    expect(memberStatusOf({ campaignId }, "attended", at).isCreated).toBe(false);
    expect(memberStatusOf({ campaignId, createStatuses: true }, "attended", at).isCreated).toBe(true);
  });
});
