import type { Wrong } from "../candidates.ts";
import { identify } from "../raw-systems.ts";

/** Excuses itself for what does not happen. */
export const needlessDeclaration: Wrong = {
  name: "needless-declaration",
  uses: ["customerio"],
  caughtBy: "bounds",
  states: "all",
  diverges: [
    { fault: "200-dropped", operation: "PUT /customers/{id}", reason: "can't be noticed" },
    { fault: "5xx-json", operation: "PUT /customers/{id}", reason: "customer.io is unreliable" },
  ],
  run: (event, systems) => identify(systems, event),
};
