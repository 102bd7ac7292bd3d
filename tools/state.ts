import { readArguments } from "./arguments.ts";
import { runCommand } from "./command.ts";
import { askRunner } from "./runner/ask.ts";
import { runnerUrl } from "./runner/address.ts";
import { openTerminal } from "./terminal.ts";

const usage = `npm run state [-- --url URL]

Prints how many records of each kind every stand-in holds, one line per system. For the records: curl -s localhost:8080/api/state
`;

/** Left out: what exists before anything is sent, and logs of requests, which list a repeated call twice. */
const NO_STATE: ReadonlySet<string> = new Set(["topics", "subscriptions", "rawEvents", "activities"]);

const terminal = openTerminal();
process.exitCode = await runCommand(terminal, usage, async () => {
  const { values } = readArguments(process.argv.slice(2), { options: { url: { type: "string" } } });
  const url = runnerUrl(terminal.environment, values.url);
  const state = Object(await askRunner(url, "/api/state")) as Readonly<Record<string, object>>; // by system and kind
  const width = Math.max(...Object.keys(state).map(({ length }) => length));
  for (const [system, kinds] of Object.entries(state)) {
    const counts = Object.entries(kinds).flatMap(([kind, records]: [string, unknown]) =>
      Array.isArray(records) && records.length > 0 && !NO_STATE.has(kind) ? [`${records.length} ${kind}`] : [],
    );
    terminal.print(`${system.padEnd(width)}  ${counts.join(", ") || "nothing"}`);
  }
});
