import { expect, it } from "@jest/globals";
import { failureKinds } from "../../../../tools/prove/story/kinds.ts";
import { spellKind } from "../../../../tools/prove/report/failures.ts";
import type { Story } from "../../../../tools/prove/story/story.ts";
import { findingsOf, type Small } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** Right in all but that nobody may be known yet. */
const forKnown: Small = {
  name: "for-known",
  uses: ["salesforce"],
  async run(event, systems) {
    const lead = await findLead(systems, event.data.email);
    if (lead === undefined) return;
    const key = { Event_Key__c: `${event.source}/${event.id}` };
    await systems.people.ensure("Task", key, { Subject: "Called", WhoId: lead });
  },
};

const maker: Small = {
  name: "maker",
  uses: ["salesforce"],
  async run(event, systems) {
    if ((await findLead(systems, event.data.email)) === undefined) await createLead(systems, event);
  },
};

it("names the file of the handler that found nobody, whichever is proved", async () => {
  const { proof } = await findingsOf([forKnown, { ...maker, name: "proved" }], {
    states: ["nobody"],
    only: ["proved"],
    properties: ["order"],
    tells: ({ verdict }) => verdict === "failed",
  });
  const [kind] = proof.handlers.flatMap(failureKinds);
  const text = kind === undefined ? "" : spellKind(kind, 1, { seed: 1 }).join("\n");
  expect(text).toMatch(/say why in "arrivalDecides" of proof\/for-known\.declared\.json/);
});

it("gives no advice that the handler follows, where it only found nobody, and only entries that excuse the case", async () => {
  const { proof } = await findingsOf([forKnown, maker], {
    states: ["nobody"],
    only: ["for-known"],
    properties: ["order"],
    tells: ({ verdict }) => verdict === "failed",
  });
  const [kind] = proof.handlers.flatMap(failureKinds);
  const spelled = (changes: Partial<Story>) => {
    if (kind?.story === undefined) throw new Error("it has a story");
    return spellKind({ ...kind, story: { ...kind.story, ...changes } }, 1, { seed: 1 }).join("\n");
  };
  const text = spelled({});
  expect(text).toMatch(
    /What is known: undisturbed, GET \/query Lead found nothing for event \S+, so that for-known left out POST \/sobjects\/Task,/,
  );
  expect(text).not.toContain("To mend it");
  const { byArrival = [] } = kind?.story ?? {};
  expect(byArrival.map(({ records }) => records)).toEqual(["salesforce Task"]);
  expect(spelled({ byArrival: [] })).not.toContain("arrivalDecides");
  const two = [...byArrival, { records: "salesforce Lead", fields: ["Rating"] }];
  expect(spelled({ byArrival: two })).toContain("Paste all of them: none can be left out.");
});
