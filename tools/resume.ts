import { endWithReader } from "../bundler/closed-output.ts";
import { runOutage } from "./outage/main.ts";

endWithReader();

process.exitCode = await runOutage("resume", process.argv.slice(2));
