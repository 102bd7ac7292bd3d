import { runOutage } from "./outage/main.ts";

process.exitCode = await runOutage("status", process.argv.slice(2));
