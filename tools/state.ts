import { parseArgs } from "../bundler/arguments.ts";
import { endWithReader } from "../bundler/closed-output.ts";
import { askRunner } from "./runner/ask.ts";
import { runnerUrl } from "./runner/address.ts";

endWithReader();

const usage = `npm run state [-- --url URL]

Prints how many records of each kind every stand-in holds, one line per system. For the records: curl -s localhost:8080/api/state
`;

/** Left out: what exists before anything is sent, and logs of requests, which list a repeated call twice. */
const NO_STATE: ReadonlySet<string> = new Set(["topics", "subscriptions", "rawEvents", "activities"]);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { url: { type: "string" }, help: { type: "boolean" } } });
  if (values.help === true) return console.log(usage);
  const url = runnerUrl(process.env, values.url);
  const state = Object(await askRunner(url, "/api/state")) as Readonly<Record<string, object>>; // by system and kind
  const width = Math.max(...Object.keys(state).map(({ length }) => length));
  for (const [system, kinds] of Object.entries(state)) {
    const counts = Object.entries(kinds).flatMap(([kind, records]: [string, unknown]) =>
      Array.isArray(records) && records.length > 0 && !NO_STATE.has(kind) ? [`${records.length} ${kind}`] : [],
    );
    console.log(`${system.padEnd(width)}  ${counts.join(", ") || "nothing"}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
