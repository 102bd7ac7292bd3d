import { describe, expect, it } from "@jest/globals";
import salesforceFlow from "../../functions/sources/salesforce-flow.ts";
import { readWebhook } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { receive, signedRequest } from "../harness/webhook.ts";

const OUR_USER = "005Hs0000000001AAA";

describe("the source salesforce-flow", () => {
  const flow = sourceUnit(salesforceFlow);
  const receiveSaid = async (kind: string, changes: object = {}) => {
    const body = { ...JSON.parse(readWebhook("salesforce-flow", kind).toString()), ...changes };
    return receive(flow, signedRequest(salesforceFlow, Buffer.from(JSON.stringify(body)), { id: "sf-1" }));
  };

  it.each(["contact.unsubscribed", "contact.subscribed", "registration.changed"])(
    "takes its word for %s",
    async (kind) => {
      const { topics } = await receiveSaid(kind);
      expect(topics.on(kind)).toMatchObject([
        { orderingKey: "ada@example.com", attributes: { "ce-id": "sf-1", "ce-time": "2026-11-02T09:30:00.000Z" } },
      ]);
    },
  );

  it("is told nothing by what ycat itself has changed, and nothing by another org", async () => {
    const own = await receiveSaid("contact.subscribed", { userId: OUR_USER });
    const other = await receiveSaid("contact.subscribed", { organizationId: "00DHs0000000009AAA" });
    expect([own, other].map(({ answer }) => answer.body.outcome)).toEqual(["ignored", "quarantined"]);
  });

  it("takes an opt-out of the only address wherever it stands, and an opt-in only of the person's own", async () => {
    const data = { member: { email: "bob@example.com" } };
    const out = await receiveSaid("contact.unsubscribed", { data });
    const back = await receiveSaid("contact.subscribed", { data });
    expect([out, back].map(({ answer }) => answer.body.outcome)).toEqual(["published", "quarantined"]);
    const own = await receiveSaid("contact.subscribed", { data: { Email: "bob@example.com" } });
    expect(own.topics.on("contact.subscribed")).toMatchObject([{ orderingKey: "bob@example.com" }]);
  });

  it("lets no opt-out wait for its time, and no opt-in go without", async () => {
    const out = await receiveSaid("contact.unsubscribed", { timestamp: null });
    const back = await receiveSaid("contact.subscribed", { timestamp: null });
    expect([out, back].map(({ answer }) => answer.body.outcome)).toEqual(["published", "quarantined"]);
  });
});
