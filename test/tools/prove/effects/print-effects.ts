import { proveInWorkers } from "../../../../tools/prove/workers/pool.ts";

/** Prints what the handler of that name does, drawn from another seed: for a process of its own, in another time zone. */
const [, , handler = ""] = process.argv;
const { handlers } = await proveInWorkers({
  source: new URL("../../../../tools/prove/find.ts", import.meta.url),
  selection: { only: [handler], seed: 3, properties: [] },
  telling: "kinds",
  workers: 1,
});
process.stdout.write(handlers[0]?.effects ?? "");
