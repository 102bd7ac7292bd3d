import { UsageError } from "../local/core/problems.ts";
import { readArguments } from "./arguments.ts";
import { runCommand } from "./command.ts";
import { table } from "./demo/compare.ts";
import { openNpmStart } from "./demo/npm-start.ts";
import { inviteGuests } from "./demo/people.ts";
import { play } from "./demo/play.ts";
import { LAST, SEATS, tellStory } from "./demo/story.ts";
import { stepLine } from "./demo/watch.ts";
import { runnerUrl } from "./runner/address.ts";
import { openTerminal } from "./terminal.ts";

const usage = `npm run demo -- [options]

Plays a field marketing event against npm start: invitations, registrations over three senders, a full room, a waitlist,
cancellations, an outage of Salesforce, a dead letter, attendance. In the end, what both systems have of each guest is
compared with what they should have. Ends with 1 if anything differs.

  --outage SECONDS    how long Salesforce is down, default 6: npm start's waits are shorter than the cloud's
  --url URL           where ycat runs, default http://localhost:$PORT or :8080
`;

async function demo(): Promise<number> {
  const { values } = readArguments(process.argv.slice(2), {
    options: { outage: { type: "string", default: "6" }, url: { type: "string" } },
  });
  const outageMs = Number(values.outage) * 1000;
  if (!(outageMs >= 0))
    throw new UsageError(`--outage is "${values.outage}"; a number of seconds is expected, e.g. 60`);
  const stage = await openNpmStart(runnerUrl(process.env, values.url));
  const run = Math.floor(Date.now() / 1000).toString(36);
  const guests = inviteGuests(run);
  // Ends now, so that nothing is in the future. Whole minutes are easier to read.
  const doors = Math.floor(Date.now() / 60_000 - LAST) * 60_000;
  console.log(introduction(doors, run, outageMs));
  // Interrupted during the outage, it would leave npm start in it.
  process.once("SIGINT", () => void stage.clearFaults().finally(() => process.exit(130)));
  const onStep = (...step: Parameters<typeof stepLine>) => console.log(stepLine(...step));
  try {
    const verdicts = await play(stage, { guests, steps: tellStory(guests), run, doors, outageMs, onStep });
    console.log(`\n${table(verdicts).join("\n")}\n`);
    const wrong = verdicts.filter(({ differences }) => differences.length > 0).length;
    console.log(wrong === 0 ? `All ${guests.length} are as they should be.` : `${wrong} of ${guests.length} differ.`);
    return wrong > 0 ? 1 : 0;
  } finally {
    await stage.clearFaults();
  }
}

function introduction(doors: number, run: string, outageMs: number): string {
  const opening = new Date(doors).toISOString().slice(0, 16).replace("T", " ");
  return [
    `A dinner with ${SEATS.dinner} seats, and a webinar with ${SEATS.webinar}; forty are invited, with +${run} in their addresses.`,
    `The doors open at ${opening} UTC. Times are hours before and after that, and compressed: each webhook`,
    "says its own, and is sent as soon as the one before has had its effect.",
    `The minute of the outage takes ${outageMs / 1000} s.`,
    "",
  ].join("\n");
}

process.exitCode = await runCommand(openTerminal(), usage, demo);
