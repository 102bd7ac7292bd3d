import { describe, expect, it } from "@jest/globals";
import { findingsOf, candidateOf, type Small, standIns } from "./candidates.ts";
import { subscriptionChanged, subscriptionIn } from "./subscriptions.ts";
import { accountOfADomain } from "./right-handlers/account-of-a-domain.ts";
import { saysLikeNames } from "./right-handlers/says-like-names.ts";
import { memberAgain } from "./right-handlers/member-again.ts";
import { latestForm } from "./right-handlers/latest-form.ts";
import { latestStatus } from "./right-handlers/latest-status.ts";
import { byConnection } from "./right-handlers/by-connection.ts";
import { inBatches } from "./right-handlers/in-batches.ts";
import { knownThings } from "./right-handlers/known-things.ts";
import { leadAndEvent } from "./right-handlers/lead-and-event.ts";
import { oneForm } from "./right-handlers/one-form.ts";
import { parallel } from "./right-handlers/parallel.ts";
import { raisesLeads } from "./right-handlers/raises-leads.ts";
import { ticketAsItIs } from "./right-handlers/ticket-as-it-is.ts";
import { taskOfAPerson } from "./right-handlers/task-of-a-person.ts";
import { byBulkJob } from "./right-handlers/by-bulk-job.ts";
import { twoEvents } from "./right-handlers/two-events.ts";
import { unordered } from "./right-handlers/unordered.ts";
import { prove } from "../../../tools/prove/prove.ts";

const states = ["nobody", "a Lead"];

describe("prove", () => {
  it.each([memberAgain, accountOfADomain, saysLikeNames])(
    "has nothing to say against $name, which nobody can do otherwise",
    async (handler) => {
      const { findings } = await findingsOf([handler], {
        states: ["nobody", "a Lead", "already a member"],
        properties: ["preservation", "identity", "isolation"],
      });
      expect(findings).toEqual([]);
    },
  );

  it("takes what is looked for in vain for not there, where an org hides it", async () => {
    const aboutThings = subscriptionChanged.samples.map(({ name, event }) => ({
      name,
      event: { ...event, subject: subscriptionIn(event as never).subscriptionId },
    }));
    const looks: Small = {
      name: "looks",
      on: { ...subscriptionChanged, samples: aboutThings },
      uses: ["salesforce"],
      async run(event, { people }) {
        const key = { Billing_Customer_Id__c: subscriptionIn(event).subscriptionId };
        const [known] = await people.find("Account", key, ["Rating"]);
        if (known !== undefined) await people.update("Account", known.Id, { Rating: "Hot" });
      },
    };
    const { proof, findings } = await findingsOf([looks], {
      states: ["an Account, a prospect's"],
      match: "the user doesn't see the records that have keys",
    });
    expect([proof.cases, findings]).toEqual([1, []]);
  });

  it("lets events about one thing meet, of words that the org knows, whatever their schema says", async () => {
    const { proof, findings } = await findingsOf([latestStatus], { states });
    expect(findings).toEqual([]);
    const names = proof.handlers.flatMap(({ results }) => results.map((result) => result.case.name));
    expect(names).toContainEqual(expect.stringContaining("nobody · about one thing, the other way round · arriving"));
  });

  it.each([byConnection, knownThings].map((handler) => [handler.name, handler] as const))(
    "has nothing to say against %s, by find, update or jsforce",
    async (_name, handler) => {
      const { findings } = await findingsOf([handler], { states: ["nobody", "a Contact", "already processed"] });
      expect(findings).toEqual([]);
    },
  );

  it.each([leadAndEvent, latestForm].map((handler) => [handler.name, handler] as const))(
    "has nothing to say against %s",
    async (_name, handler) => {
      const { proof, findings } = await findingsOf([handler], { states });
      expect(findings).toEqual([]);
      expect(proof.cases).toBeGreaterThan(300);
    },
  );

  it("lets a handler leave a sample alone, be it the first, and has what it acts on meet in every state", async () => {
    const { proof, findings } = await findingsOf([oneForm, { ...oneForm, name: "other" }], {
      states: ["nobody", "known to customer.io"],
      only: ["one-form"],
      properties: ["faults", "duplicates", "order"],
    });
    expect(findings).toEqual([]);
    const [own] = proof.handlers;
    const names = own?.results.map((result) => result.case.name);
    expect(names).toContainEqual(expect.stringMatching(/minimal.* · PUT \/customers\/\{id\} · 429 · 1st call/));
    expect(names).toContainEqual(expect.stringContaining("full · nobody · the whole delivery · twice in a row"));
    expect(names).toContain("one-form · one-form minimal, then other minimal · known to customer.io · arriving as 2 1");
    expect(own?.effects).toContain("does nothing with: full");
  });

  it("lets another delivery go on with what an app has made of a record", async () => {
    const { findings } = await findingsOf([taskOfAPerson], {
      states: ["nobody, and an app merges new Leads"],
      properties: ["preservation", "identity", "acknowledgement", "effects"],
    });
    expect(findings).toEqual([]);
  });

  it("lets an app choose between two Leads that are created at once, one of which nobody has named", async () => {
    const names: Small = {
      name: "names",
      uses: ["salesforce"],
      run: async ({ data }, { people }) => void (await people.ensurePerson(data.email, { LastName: data.lastName })),
    };
    const namesNobody: Small = {
      ...names,
      name: "names-nobody",
      run: async ({ data }, { people }) => void (await people.ensurePerson(data.email, {})),
    };
    const { proof, findings } = await findingsOf([names, namesNobody], {
      states: ["nobody, and an app merges new Leads"],
      properties: ["interleaving"],
    });
    expect(findings).toEqual([]);
    expect(proof.cases).toBeGreaterThan(5);
  });

  it("has nothing to say against words, numbers and times that are passed on, or put into another unit", async () => {
    const { findings } = await findingsOf([ticketAsItIs], { states: ["nobody"], properties: ["effects", "bounds"] });
    expect(findings).toEqual([]);
  });

  it("takes no name of an event for an id, and lets others act between two events", async () => {
    const { findings } = await findingsOf([twoEvents], { states, properties: ["isolation", "someone else"] });
    expect(findings).toEqual([]);
  });

  it("lets a branch go on beside one that is refused for ever", async () => {
    const { findings } = await findingsOf([parallel], {
      states: ["nobody"],
      properties: ["acknowledgement"],
      match: "for ever",
    });
    expect(findings).toEqual([]);
  });

  it.each([unordered, inBatches])("delivers to $name, which is not ordered, twice at once", async (handler) => {
    const { proof, findings } = await findingsOf([handler]);
    expect(findings).toEqual([]);
    const disturbances = new Set(
      proof.handlers.flatMap(({ results }) => results.map((result) => result.case.disturbance)),
    );
    expect([...disturbances]).toEqual(
      expect.arrayContaining([
        "at once",
        "the same twice at once",
        "beside a stranger's on one instance",
        "arriving as 2 1",
      ]),
    );
  });

  it("gives a batch handler several people's messages together, and disturbs each row", async () => {
    const { proof, findings } = await findingsOf([raisesLeads], {
      states: ["nobody", "a Lead", "a mail was sent to", "has responded to a mail"],
      properties: ["batch"],
    });
    expect(findings).toEqual([]);
    const names = proof.handlers.flatMap(({ results }) => results.map((result) => result.case.name));
    const mixed = "raises-leads · in batches · people of all kinds";
    expect(names).toEqual(
      expect.arrayContaining([
        `${mixed} · the whole batch · each twice in one batch`,
        `${mixed} · POST /composite/sobjects, row 1 · UNABLE_TO_LOCK_ROW of one record`,
        `${mixed} · two instances at once · other people's, switched AB to its end`,
        "raises-leads · in batches · 201 people, clicked, a Lead · POST /composite/sobjects · 2nd call · crash before",
      ]),
    );
  });

  it("plays what befalls bulk jobs where a handler has them", async () => {
    const { proof, findings } = await findingsOf([byBulkJob], {
      states: ["a Lead"],
      match: "by-bulk-job · in batches · people of all kinds · P",
    });
    expect(findings).toEqual([]);
    const tried = proof.handlers.flatMap(({ results }) => results.map((result) => result.case));
    expect(tried.map(({ place, disturbance }) => `${place} · ${disturbance}`)).toEqual(
      expect.arrayContaining([
        "POST /jobs/ingest · apply-then-drop",
        "PUT /jobs/ingest/{id}/batches · apply-then-drop",
        "PATCH /jobs/ingest/{id} · bulk-failed",
        "PATCH /jobs/ingest/{id} · bulk-stuck",
      ]),
    );
  });

  it("has events of one person meet across handlers, in every order and at once", async () => {
    const { proof } = await findingsOf([leadAndEvent, { ...unordered, name: "other" }], {
      states: ["nobody"],
      only: ["other"],
      properties: ["order", "interleaving"],
    });
    const rows = new Set(proof.handlers.flatMap(({ results }) => results.map((result) => result.case.place)));
    expect([...rows]).toEqual(
      expect.arrayContaining(["other, then lead-and-event", "lead-and-event, then other", "other and lead-and-event"]),
    );
  });

  it("says of an event type that nobody has made a sample of it", async () => {
    const { handlers } = await prove({ candidates: [{ ...candidateOf(unordered), samples: [] }], standIns, seed: 1 });
    expect(handlers).toMatchObject([
      {
        results: [],
        problems: expect.arrayContaining([expect.objectContaining({ rule: expect.stringContaining("has no sample") })]),
      },
    ]);
  });

  it("says of a handler whose system's stand-in can't be used why, and proves the others", async () => {
    const brokenStandIns = new Map([["slack", "local/slack/stand-in.ts can't be loaded: Error: no luck"]]);
    const candidate = candidateOf({ ...unordered, name: "told", uses: ["slack"] as never });
    const { handlers } = await prove({
      candidates: [{ ...candidate, brokenStandIns }, candidateOf(unordered)],
      standIns: standIns.filter(({ name }) => name !== "slack"),
      seed: 1,
      match: "nobody · twice in a row",
    });
    expect(handlers.map(({ handler, problems }) => [handler, problems.map(({ rule }) => rule)])).toEqual([
      ["told", [`uses slack, whose stand-in can't be used: ${brokenStandIns.get("slack")}`]],
      [unordered.name, []],
    ]);
  });

  it("runs the same cases in the same way for the same seed, and draws others for another", async () => {
    const names = async (seed: number) => {
      const { proof } = await findingsOf([unordered], {
        states: ["nobody"],
        properties: ["faults"],
        drawn: { alike: 0, twoFaults: 8, interleavings: 0, triples: 0, represented: 0 },
        seed,
        budgetMs: Infinity,
        tells: (result) => result.case.disturbance === "two faults",
      });
      return proof.handlers.flatMap(({ results }) =>
        results.flatMap(({ story }) => (story === undefined ? [] : [story])),
      );
    };
    const sorted = (stories: Awaited<ReturnType<typeof names>>) => stories.map(({ name }) => name).toSorted();
    const first = await names(7);
    expect(first.length).toBeGreaterThan(0);
    expect(await names(7)).toEqual(first);
    expect(sorted(await names(8))).not.toEqual(sorted(first));
  });
});
