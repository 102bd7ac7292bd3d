import { describe, expect, it } from "@jest/globals";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import type { EventEffect } from "../../local/console/contract/effects.ts";
import {
  deadLetter,
  declarations,
  formEvent,
  formPayload,
  FORMS,
  quarantined,
  REJECTED,
  startWorld,
  TRACEPARENT,
} from "./dead-letters-world.ts";
import { openSystems } from "./systems.ts";
import { closingAfterEach } from "../harness/closing.ts";

const closing = closingAfterEach();

const manifest = {
  ...declarations,
  functions: {
    "form-submitted": { kind: "handler" as const, uses: ["salesforce", "customerio"] },
    app: { kind: "source" as const },
  },
  subscriptions: { "form-submitted": { topic: "form.submitted" }, "form-submitted.dead-letter": { topic: FORMS } },
};

async function open() {
  const world = await startWorld();
  closing.push(() => world.close());
  return { world, systems: await openSystems(closing) };
}

describe("dead-letters plan --effects", () => {
  it("says what a handler would write now, and no write reaches a system", async () => {
    const { world, systems } = await open();
    const before = systems.state();
    world.put(FORMS, deadLetter("msg_1"));
    const { environment } = systems;
    const { printed } = await world.run("plan --effects", { manifest, environment });
    const lines = printed.split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "form-submitted msg_1 of jo@example.com: done",
        "  + salesforce Lead",
        '      LastName: "Doe"',
        "  + salesforce CampaignMember",
        "  + customerio people",
        "  + customerio events",
        '      form_id: "contact-sales"',
        "1 of 1 tried. To replay these takes:",
        "  4 salesforce API calls of the day",
      ]),
    );
    expect(printed).toMatch(/salesforce says that \d+ of \d+ are used/);
    expect(systems.state()).toBe(before);
    expect([...new Set(systems.requests)].toSorted()).toEqual([
      "GET /sobjects/Lead/Person_Key__c/{value}",
      "GET /v1/customers/{id}/attributes",
      "POST /composite CampaignMemberStatus CampaignMember",
      "POST /composite Lead Contact Lead Contact",
      "POST /services/oauth2/token",
    ]);
    expect(world.lying(FORMS)).toHaveLength(1);
  });

  it("tries the oldest alone, and what a mended schema makes of webhooks", async () => {
    const { world, systems } = await open();
    world.put(REJECTED, quarantined(formPayload));
    for (const id of ["msg_1", "msg_2", "msg_3"])
      world.put(FORMS, deadLetter(id, { message: encodeEvent(formEvent(id), TRACEPARENT) }));
    const { printed } = await world.run("plan --effects --max 2 --json", {
      manifest,
      environment: systems.environment,
    });
    const { effects }: { effects: EventEffect[] } = JSON.parse(printed);
    expect(effects.map(({ handler, event, outcome }) => `${handler} ${event} ${outcome}`)).toEqual([
      expect.stringMatching(/^form-submitted \S+ done$/),
      "form-submitted msg_1 done",
    ]);
  });

  it("says what it would fail with", async () => {
    const { world, systems } = await open();
    world.put(FORMS, deadLetter("msg_1", { message: encodeEvent(formEvent("msg_1", "nobody"), TRACEPARENT) }));
    const { printed } = await world.run("plan --effects", { manifest, environment: systems.environment });
    expect(printed).toContain("form-submitted msg_1 of nobody: SCHEMA schema /data/email\n  would write nothing");
    expect(printed).toMatch(/^1 of 1 tried\.$/m);
    expect(systems.requests).toEqual([]);
  });

  it("says which setting a client needs", async () => {
    const { world } = await open();
    world.put(FORMS, deadLetter("msg_1"));
    await expect(world.run("plan --effects", { manifest })).rejects.toThrow(/^SALESFORCE_LOGIN_URL is not set: /);
  });
});
