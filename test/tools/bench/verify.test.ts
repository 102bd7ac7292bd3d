import { describe, expect, it } from "@jest/globals";
import { type Fill, pageUrlOf } from "../../../tools/bench/fills.ts";
import { planFills } from "../../../tools/bench/chaos/plan.ts";
import { type Effects, verify } from "../../../tools/bench/chaos/verify.ts";
import { seededRandom } from "../../../tools/seeded-random.ts";

const campaigns = { "contact-sales": "701000000000001AAA", "demo-request": "701000000000002AAA" };
const fills = planFills(50, seededRandom(1), Date.parse("2026-11-02T09:30:00Z"));
const kinds = ["leads", "members", "people", "events"] as const;

describe("verify", () => {
  it("finds every fill right where each person and event is there once", () => {
    expect(verify(fills, campaigns, rightEffects(fills))).toEqual({ right: 50, lost: [], doubled: [] });
  });

  it.each(kinds)("finds a loss among the %s", (kind) => {
    const effects = rightEffects(fills);
    const verdict = verify(fills, campaigns, { ...effects, [kind]: effects[kind].slice(1) });
    expect(verdict.right).toBeLessThan(50);
    expect(verdict.lost).not.toEqual([]);
  });

  it.each(kinds)("finds a duplicate among the %s", (kind) => {
    const effects = rightEffects(fills);
    const copy = {
      ...effects[kind][0],
      Id: "a copy",
      cio_id: kind === "events" ? effects.events[0]?.["cio_id"] : "a copy",
      id: "a copy",
    };
    const verdict = verify(fills, campaigns, { ...effects, [kind]: [...effects[kind], copy] });
    expect(verdict).toMatchObject({ lost: [], doubled: [expect.stringMatching(/: 2 times$/)] });
    expect(verdict.right).toBeLessThan(50);
  });

  it("finds what belongs to no fill", () => {
    const effects = rightEffects(fills);
    const verdict = verify(fills, campaigns, {
      ...effects,
      leads: [...effects.leads, { Id: "other", Email: "other@example.com" }],
    });
    expect(verdict.doubled).toEqual(["Lead other@example.com: of no fill"]);
  });

  it("finds an event under another's id", () => {
    const effects = rightEffects(fills);
    const [first, second, ...others] = effects.events;
    const verdict = verify(fills, campaigns, {
      ...effects,
      events: [{ ...first }, { ...second, id: first?.["id"] }, ...others],
    });
    expect(verdict.doubled).toEqual([`event id ${String(first?.["id"])}: of two events`]);
  });

  it("finds an event that another person was given", () => {
    const effects = rightEffects(fills);
    const [first, ...others] = effects.events;
    const verdict = verify(fills, campaigns, {
      ...effects,
      events: [{ ...first, cio_id: "cio person-7@example.com" }, ...others],
    });
    expect(verdict.lost).toHaveLength(1);
    expect(verdict.doubled).toHaveLength(1);
  });
});

describe("planFills", () => {
  it("lets a fifth of the fills come from people who have sent one already, some in another spelling", () => {
    const plan = planFills(1000, seededRandom(1), 0);
    expect(new Set(plan.map(({ id }) => id)).size).toBe(1000);
    expect(new Set(plan.map(personOf)).size).toBe(800);
    expect(plan.filter((fill) => fill.email !== personOf(fill)).length).toBeGreaterThan(50);
  });
});

function personOf({ email }: Fill): string {
  return email.trim().toLowerCase();
}

/** As the vendors' state is when all went well. */
function rightEffects(sent: readonly Fill[]): Effects {
  const people = [...new Set(sent.map(personOf))];
  const members = new Set(
    sent.filter(({ formId }) => formId in campaigns).map((fill) => `${fill.formId} ${personOf(fill)}`),
  );
  return {
    leads: people.map((email) => ({ Id: `lead ${email}`, Email: email })),
    members: [...members].map((member) => {
      const [formId = "", email = ""] = member.split(" ");
      return { Id: member, CampaignId: campaigns[formId as keyof typeof campaigns], LeadId: `lead ${email}` };
    }),
    people: people.map((email) => ({ cio_id: `cio ${email}`, email })),
    events: sent.map((fill) => ({
      id: `ulid of ${fill.id}`,
      cio_id: `cio ${personOf(fill)}`,
      data: { page_url: pageUrlOf(fill) },
    })),
  };
}
