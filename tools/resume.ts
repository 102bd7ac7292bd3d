import { runOutage } from "./outage/main.ts";

process.exitCode = await runOutage("resume", process.argv.slice(2));
