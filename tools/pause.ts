import { endWithReader } from "../bundler/closed-output.ts";
import { runOutage } from "./outage/main.ts";

endWithReader();

process.exitCode = await runOutage("pause", process.argv.slice(2));
