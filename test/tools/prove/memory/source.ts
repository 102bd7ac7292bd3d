import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import type { Candidate } from "../../../../tools/prove/run/candidate.ts";
import { candidateOf, type Small } from "../candidates.ts";
import { type Form, identify, type RawSystems } from "../raw-systems.ts";

const keeping = (name: string, keep: (event: Form) => unknown): Small => ({
  name,
  uses: ["customerio"],
  async run(event: Form, systems: RawSystems) {
    keep(event);
    await identify(systems, event);
  },
});

const events: Form[] = [];
const persons = new Map<string, { readonly formId: string }>();
const ids = new Set<string>();
const latest = new Map<string, string>();
const LATEST = 400;
const cell = new Int32Array(new SharedArrayBuffer(4));

const failing: Small = {
  name: "fails",
  uses: ["customerio"],
  run: () => Promise.reject(new Error("not yet")),
};

/** What only the runtime remembers, and not for ever, of the thousand that it gives up. */
const refused: Small = {
  name: "gives up",
  uses: ["customerio"],
  run: () => Promise.reject(new PermanentError("not ever", { code: "NEVER", system: "handler" })),
};

const circling: Small = {
  name: "circles from the fiftieth on",
  uses: ["customerio"],
  async run(event, systems) {
    await identify(systems, event);
    ids.add(event.id);
    while (ids.size > 50) Atomics.wait(cell, 0, 0, 50); // which takes no CPU
  },
};

const ending: Small = { name: "ends the process", uses: ["customerio"], run: () => process.exit(3) };

/** For processes that measure: see measure.test.ts. */
export const findCandidates = async (): Promise<Candidate[]> =>
  [
    keeping("keeps events", (event) => events.push(event)),
    keeping("keeps persons", ({ data }) => persons.set(data.email, { formId: data.formId })),
    keeping("keeps ids", ({ id }) => ids.add(id)),
    keeping("keeps the latest ids", ({ id }) => {
      latest.set(id, id);
      const [oldest = ""] = latest.keys();
      if (latest.size > LATEST) latest.delete(oldest);
    }),
    keeping("keeps nothing", ({ id }) => id),
    failing,
    refused,
    circling,
    ending,
  ].map(candidateOf);
