import { fileURLToPath } from "node:url";
import type { Candidate } from "../../../../tools/prove/run/candidate.ts";
import { candidateOf, type Small } from "../candidates.ts";
import { type Form, type RawSystems, sendEvent } from "../raw-systems.ts";

async function tellAtlantis(event: Form, systems: RawSystems): Promise<void> {
  if (event.data.country === "Atlantis") await sendEvent(systems, event);
}

/** What it declares stands in code that another handler has too, which is not proved: nobody knows whether that reaches it. */
const declaring: Small = {
  name: "declares-in-common",
  uses: ["customerio"],
  unreached: [{ code: "await sendEvent(systems, event)", reason: "until forms come from there" }],
  run: tellAtlantis,
};

const unproved: Small = { ...declaring, name: "unproved", unreached: [] };

/** For workers: see reach.test.ts. */
export async function findCandidates(): Promise<Candidate[]> {
  const file = fileURLToPath(import.meta.url);
  const [first, second] = [candidateOf(declaring), candidateOf(unproved)];
  return [
    { ...first, samples: first.samples.slice(0, 1), file },
    { ...second, problems: ["is yet to be written"], file },
  ];
}
