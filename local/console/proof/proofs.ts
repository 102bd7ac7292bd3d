import type { Manifest } from "../../../bundler/write/manifest.ts";
import { type Clock, systemClock } from "../../core/clock.ts";
import type { ProofLine, ProofProgress, ProofRequest, ProofRun, ProofStory, ProofView } from "../proof-contract.ts";
import { createBoard } from "./board.ts";
import { type Prover, startProver, type StartProver } from "./prover.ts";
import { createStories, type StoryOptions } from "./stories.ts";

/** The handlers that are built: by name, the bundle of each. */
export type Handlers = () => ReadonlyMap<string, string>;

export function handlersIn({ functions }: Pick<Manifest, "functions">): Map<string, string> {
  const handlers = Object.entries(functions).filter(([, { kind }]) => kind !== "source");
  return new Map(handlers.map(([name, { bundle }]) => [name, bundle]));
}

/** Proofs for who watches in a browser: one at a time. */
export interface Proofs {
  /** @throws Error with a sentence where there is no such handler, or a proof is under way. */
  begin(request: ProofRequest): ProofRun;
  view(): ProofView;
  /** Undefined where there was none of that id. */
  run(id: string): ProofRun | undefined;
  /** Ends a proof that is under way. False: there was none of that id. */
  end(id: string): boolean;
  /** A case's story: told in a proof, or played now. Undefined where no case has that name. */
  story(name: string, options?: StoryOptions): Promise<ProofStory | undefined>;
  close(): void;
}

export interface ProofsOptions {
  readonly handlers: Handlers;
  /** Told whenever a proof has come further. */
  readonly tell: (run: ProofRun) => void;
  readonly start?: StartProver;
  readonly clock?: Clock;
}

const MOST_RUNS = 50;

interface Running {
  run: ProofRun;
  readonly prover: Prover;
}

export function createProofs({ handlers, tell, start = startProver, clock = systemClock }: ProofsOptions): Proofs {
  const bundleOf = (name: string) => handlers().get(name);
  const board = createBoard(bundleOf);
  const stories = createStories(start, bundleOf);
  const runs = new Map<string, Running>();
  const last = () => [...runs.values()].at(-1);
  const now = () => new Date(clock.now()).toISOString();

  function change(id: string, changes: Partial<ProofRun>): void {
    const running = runs.get(id);
    if (running?.run.state !== "under way") return;
    running.run = { ...running.run, ...changes };
    tell(running.run);
  }

  function read(id: string, asked: ProofRequest, line: ProofLine): void {
    if (runs.get(id)?.run.state !== "under way") return; // the rest of one that was ended
    if ("end" in line) {
      board.end(line.end, asked);
      const problems = line.end.handlers.reduce((count, one) => count + one.problems.length, 0);
      const failures = (runs.get(id)?.run.failures ?? 0) + problems;
      change(id, { state: "done", endedAt: now(), doing: [], failures, summary: line.end.summary });
      return;
    }
    board.progress(line);
    stories.add(line.stories, asked.seed);
    change(id, ownPart(line));
  }

  return {
    begin(asked) {
      checkHandler(asked, handlers());
      const running = last()?.run;
      if (running?.state === "under way")
        throw new Error(`a proof is under way: DELETE /api/proof/${running.id} ends it`);
      const id = `proof-${clock.now().toString(36)}-${runs.size}`;
      board.begin(asked, asked.handler === undefined ? [...handlers().keys()] : [asked.handler]);
      const run: ProofRun = {
        id,
        asked,
        state: "under way",
        startedAt: now(),
        endedAt: null,
        cases: 0,
        failures: 0,
        doing: [],
      };
      const prover = start(asked, (line) => read(id, asked, line));
      runs.set(id, { run, prover });
      if (runs.size > MOST_RUNS) runs.delete(runs.keys().next().value ?? "");
      void prover.ended.then((error) =>
        change(id, { state: "failed", endedAt: now(), doing: [], ...(error && { error }) }),
      );
      tell(run);
      return run;
    },
    view: () => ({ run: last()?.run ?? null, handlers: board.handlers() }),
    run: (id) => runs.get(id)?.run,
    end(id) {
      const running = runs.get(id);
      if (running === undefined) return false;
      change(id, { state: "ended", endedAt: now(), doing: [] });
      running.prover.end();
      return true;
    },
    story: stories.find,
    close() {
      for (const { prover } of runs.values()) prover.end();
      stories.close();
    },
  };
}

function ownPart({ cases, failures, doing }: ProofProgress): Partial<ProofRun> {
  return { cases, failures, doing };
}

function checkHandler({ handler }: ProofRequest, handlers: ReadonlyMap<string, string>): void {
  if (handler !== undefined && !handlers.has(handler))
    throw new Error(`there is no handler ${JSON.stringify(handler)}: it is none of ${[...handlers.keys()].join(", ")}`);
}
