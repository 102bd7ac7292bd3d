import { parentPort } from "node:worker_threads";
import { addEventHandler, type Event, getState, resetState, run, setState } from "jest-circus";
import { countPoints, type PointCounter } from "../point-counter.ts";
import { reloadable, type Texts } from "../reload.ts";

/** What it runs, in place of the files that there are. */
export interface TestTask {
  readonly texts: Texts;
  /** Tests by their file, from the checkout's root. */
  readonly tests: Readonly<Record<string, TestNames>>;
  /** How many points the texts count, where they count any. */
  readonly points: number;
  /** Of real time: after so long a test waits in vain. */
  readonly timeoutMs: number;
}

type TestNames = readonly string[] | "all";

export interface TestAnswer {
  readonly hasFailed: boolean;
  readonly reached: readonly TestReach[];
}

/** What a test came to, what had been come to before any of its file included. */
export interface TestReach {
  readonly name: string;
  readonly points: readonly number[];
  /** How long it has taken. */
  readonly ms: number;
}

type CircusTest = Extract<Event, { readonly name: "test_start" }>["test"];

/** Test files, their harness, and what finds handlers and clients for it. */
const AROUND = /^(?:test|bundler\/read)\/.*\.ts$/;

const reload = reloadable((file) => AROUND.test(file), {
  "@jest/globals": new URL("globals.ts", import.meta.url),
});
let counter: PointCounter = countPoints(0);
let wanted: TestNames = "all";
let hasFailed = false;
let before: readonly number[] = [];
let seen: TestReach[] = [];

addEventHandler((event) => {
  if (event.name === "test_start") {
    if (hasFailed || (wanted !== "all" && !wanted.includes(nameOf(event.test)))) event.test.mode = "skip";
    before = [...before, ...counter.take()];
  }
  if (event.name === "test_done") {
    if (event.test.errors.length > 0) hasFailed = true;
    seen.push({ name: nameOf(event.test), points: [...before, ...counter.take()], ms: event.test.duration ?? 0 });
  }
});

parentPort?.on("message", (task: TestTask) => void reply(task));

async function reply(task: TestTask): Promise<void> {
  hasFailed = false;
  seen = [];
  counter = countPoints(task.points);
  try {
    const load = reload(task.texts);
    for (const [file, names] of Object.entries(task.tests)) {
      if (hasFailed) break;
      [wanted, before] = [names, []];
      resetState();
      setState({ ...getState(), testTimeout: task.timeoutMs });
      await load(file);
      const { unhandledErrors } = await run();
      hasFailed ||= unhandledErrors.length > 0;
    }
  } catch {
    hasFailed = true; // a file that can't be loaded
  }
  const answer: TestAnswer = { hasFailed, reached: seen };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
  parentPort?.postMessage(answer);
}

/** With the names of the blocks around it. */
function nameOf({ name, parent }: CircusTest): string {
  const names = [name];
  for (let block: typeof parent | undefined = parent; block?.parent !== undefined; block = block.parent)
    names.unshift(block.name);
  return names.join(" › ");
}
