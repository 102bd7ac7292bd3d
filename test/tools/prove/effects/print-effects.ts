import { findStandIns } from "../../../../local/core/find.ts";
import { findCandidates } from "../../../../tools/prove/find.ts";
import { prove } from "../../../../tools/prove/prove.ts";

/** Prints what the handler of that name does, drawn from another seed: for a process of its own, in another time zone. */
const [, , handler = ""] = process.argv;
const [candidates, standIns] = [await findCandidates(), await findStandIns()];
const { handlers } = await prove({ candidates, standIns, only: [handler], seed: 3, properties: [] });
process.stdout.write(handlers[0]?.effects ?? "");
