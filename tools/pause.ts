import { runOutage } from "./outage/main.ts";

process.exitCode = await runOutage("pause", process.argv.slice(2));
