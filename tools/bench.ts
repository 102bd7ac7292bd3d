import { loadavg } from "node:os";
import { UsageError } from "../local/core/problems.ts";
import { readArguments, readCount } from "./arguments.ts";
import { benchBurst } from "./bench/burst.ts";
import { benchChaos } from "./bench/chaos.ts";
import { benchConsole } from "./bench/console.ts";
import { benchCpu } from "./bench/cpu.ts";
import { newFillWebhook } from "./bench/fills.ts";
import { isMet, type Result, tableOf } from "./bench/figure.ts";
import { benchGrowth, benchProve } from "./bench/growth.ts";
import { benchLatency } from "./bench/latency.ts";
import { benchMailing } from "./bench/mailing.ts";
import { benchMemory } from "./bench/memory.ts";
import { benchStart } from "./bench/start.ts";
import { benchWakeUp } from "./bench/wake-up.ts";
import { newRegistration } from "./bench/webhooks.ts";
import { runCommand } from "./command.ts";
import { openTerminal } from "./terminal.ts";

const usage = `npm run bench -- [NAME…] [options]

Measures the build, each figure next to that of a peer in the same run, and prints one table.

  start      spawn → first answer of a source and of a handler
  memory     of a source under load
  cpu        per webhook of a warm source
  latency    webhook → effect, at 50 a second
  prove      the proof of every handler: CPU of a case, seconds in all
  growth     the proof of 12 event types, of 50 handlers, and of these after a change to one (minutes; only if named)
  registration  webhook → the event that triggers the confirmation e-mail, 20 a second
  burst      reporting webhooks as fast as a source takes them
  wake-up    a single report of a mailing
  console    npm start → its page, saving a handler → request, first paint, webhook → visible, the cost of an open page (with Chromium)
  mailing    reports of one mailing for one campaign, which each transaction locks
  chaos      form fills while calls fail and functions are killed, each verified (minutes)

  --count N  the reports of mailing (default 100000), or the form fills of chaos (default 10000)
  --seed N   of chaos (default 1)
  --handlers N  of growth (default 50)
  --rounds N how often start, memory, cpu, burst, wake-up and console measure each figure, alternating with its peer

Exit codes: 0 every goal is met, 1 some goals are missed, 2 wrong arguments.
`;

type Options = Readonly<Record<"seed" | "handlers", number> & Record<"count" | "rounds", number | undefined>>;

const WINDOWS = { warmUpSeconds: 10, windows: 7, windowSeconds: 6 };

const benchmarks: Readonly<Record<string, (options: Options) => Promise<Result>>> = {
  start: ({ rounds = 15 }) => benchStart({ rounds }),
  memory: ({ rounds = 3 }) => benchMemory({ rounds, requests: 4000 }),
  cpu: ({ rounds = 7 }) => benchCpu({ rounds, requests: 2000 }),
  latency: () => benchLatency({ what: "webhook → effect", newWebhook: newFillWebhook, perSecond: 50, ...WINDOWS }),
  registration: () =>
    benchLatency({ what: "registration → its e-mail", newWebhook: newRegistration, perSecond: 20, ...WINDOWS }),
  burst: ({ rounds = 3 }) => benchBurst({ rounds, requests: 5000 }),
  "wake-up": ({ rounds = 5 }) => benchWakeUp({ rounds }),
  console: ({ rounds = 5 }) => benchConsole({ rounds }),
  prove: benchProve,
  growth: benchGrowth,
  mailing: ({ count = 100_000 }) => benchMailing({ count }),
  chaos: ({ count = 10_000, seed }) => benchChaos({ count, seed }),
};

/** Takes longer than all the others together. */
const ONLY_IF_NAMED = "growth";

/** @returns the exit code */
async function bench(): Promise<number> {
  const { positionals, values } = readArguments(process.argv.slice(2), {
    allowPositionals: true,
    options: {
      count: { type: "string" },
      seed: { type: "string", default: "1" },
      rounds: { type: "string" },
      handlers: { type: "string", default: "50" },
    },
  });
  const unknown = positionals.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined) throw new UsageError(`There is no benchmark ${unknown}.\n\n${usage}`);
  const options = {
    seed: readCount("seed", values.seed),
    handlers: readCount("handlers", values.handlers),
    count: values.count === undefined ? undefined : readCount("count", values.count),
    rounds: values.rounds === undefined ? undefined : readCount("rounds", values.rounds),
  };

  const busy = [`load average at the start: ${loadavg()[0]?.toFixed(1)}`];
  const results: Result[] = [];
  for (const [name, run] of Object.entries(benchmarks)) {
    if (positionals.length === 0 ? name === ONLY_IF_NAMED : !positionals.includes(name)) continue;
    console.error(`${name} …`);
    results.push(await run(options));
  }
  const figures = results.flatMap((result) => result.figures);
  console.log(
    [tableOf(figures), "", ...results.flatMap(({ notes }) => notes), ...busy, `Node ${process.version}`].join("\n"),
  );
  return figures.every(isMet) ? 0 : 1;
}

process.exitCode = await runCommand(openTerminal(), usage, bench);
