import { describe, expect, it } from "@jest/globals";
import { atOnce, interleavingCases } from "../../../../tools/prove/cases/interleaving.ts";
import { meetingOf, rememberEnds } from "../../../../tools/prove/cases/several-events.ts";
import type { Case } from "../../../../tools/prove/cases/case.ts";
import { takeAmbient } from "../../../../tools/prove/simulation/ambient.ts";
import { openSimulation, type Simulation } from "../../../../tools/prove/simulation/simulation.ts";
import { candidateOf, type Small, standIns } from "../candidates.ts";
import { createLead, ensureMember, findLead, sendEvent, updateLead } from "../raw-systems.ts";

/** Copies what it has written a moment ago, as if nobody else wrote. */
const copying: Small = {
  name: "copying",
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    await updateLead(systems, lead, { Status: "first" });
    await ensureMember(systems, lead);
    const found = await systems.records.read("Lead", lead, { fields: ["Status"] });
    await updateLead(systems, lead, { Description: String(found?.fields["Status"]) });
  },
};

const changing: Small = {
  name: "changing",
  async run(event, systems) {
    await sendEvent(systems, event);
    const lead = await findLead(systems, event.data.email);
    if (lead !== undefined) await updateLead(systems, lead, { Status: "second" });
  },
};

async function endsOf(simulation: Simulation, cases: readonly Case[], isReduced: boolean) {
  const ends = new Set<string>();
  let runs = 0;
  for (const one of cases) {
    if (isReduced && one.shownBy?.() !== undefined) continue;
    const end = await one.run(simulation);
    runs += 1;
    ends.add(JSON.stringify([[...(end?.actual ?? [])], end?.findings.map(({ rule }) => rule)]));
  }
  return { ends: [...ends].sort(), runs };
}

describe("interleavingCases", () => {
  it("comes to the same ends by the runs that are left as by all", async () => {
    const simulation = openSimulation(standIns, 1);
    const giveBack = takeAmbient(simulation.clock, simulation.random);
    simulation.isPatient = true;
    const participants = [copying, changing].map(candidateOf).map(({ handler, samples: [sample] }) => {
      if (sample === undefined) throw new Error("form.submitted has no sample");
      return { handler, sample };
    });
    const meeting = meetingOf(participants, "nobody");
    const ends = rememberEnds(meeting);
    await ends(simulation, [0, 1]);
    simulation.isPatient = false;
    const casesAnew = () => interleavingCases(atOnce(meeting), ends, 8);
    const all = await endsOf(simulation, casesAnew(), false);
    const reduced = await endsOf(simulation, casesAnew(), true);
    giveBack();
    expect(all.ends.length).toBeGreaterThanOrEqual(3);
    expect(reduced.ends).toEqual(all.ends);
    expect(reduced.runs).toBeLessThan(all.runs / 5);
  });
});
