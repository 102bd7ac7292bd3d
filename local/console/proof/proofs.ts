import type { Manifest } from "../../../bundler/write/manifest.ts";
import { type Clock, systemClock } from "../../core/clock.ts";
import type { ProofLine, ProofRequest, ProofRun, ProofStory, ProofView } from "../contract/proof.ts";
import { type Board, createBoard } from "./board.ts";
import { type Prover, startProver, type StartProver } from "./prover.ts";
import { createStories, type Stories, type StoryOptions } from "./stories.ts";

/** The built handlers, with each one's bundle. */
type Handlers = () => ReadonlyMap<string, string>;

export function handlersIn({ functions }: Pick<Manifest, "functions">): Map<string, string> {
  const handlers = Object.entries(functions).filter(([, { kind }]) => kind !== "source");
  return new Map(handlers.map(([name, { bundle }]) => [name, bundle]));
}

interface ProofsOptions {
  readonly handlers: Handlers;
  /** Called as a proof progresses. */
  readonly tell: (run: ProofRun) => void;
  readonly start?: StartProver;
  readonly clock?: Clock;
}

const MOST_RUNS = 50;

interface Running {
  run: ProofRun;
  readonly prover: Prover;
}

/** Proofs started in the console, one at a time. */
export class Proofs {
  readonly #options: Required<ProofsOptions>;
  readonly #board: Board;
  readonly #stories: Stories;
  readonly #runs = new Map<string, Running>();
  #count = 0;

  constructor({ start = startProver, clock = systemClock, ...options }: ProofsOptions) {
    const bundleOf = (name: string) => options.handlers().get(name);
    this.#options = { start, clock, ...options };
    this.#board = createBoard(bundleOf);
    this.#stories = createStories(start, bundleOf);
  }

  /** @throws Error with a sentence if there is no such handler, or a proof is running. */
  begin(asked: ProofRequest): ProofRun {
    const { handlers, tell, start } = this.#options;
    checkHandler(asked, handlers());
    const last = this.#last();
    if (last?.state === "under way") throw new Error(`a proof is under way: DELETE /api/proof/${last.id} ends it`);
    const [id, startedAt] = [`proof-${(this.#count += 1)}`, this.#now()];
    const run = { id, asked, state: "under way", startedAt, endedAt: null, cases: 0, failures: 0, doing: [] } as const;
    this.#board.begin(asked, asked.handler === undefined ? [...handlers().keys()] : [asked.handler]);
    const prover = start(asked, (line) => this.#read(id, asked, line));
    this.#runs.set(id, { run, prover });
    if (this.#runs.size > MOST_RUNS) this.#runs.delete(this.#runs.keys().next().value ?? "");
    void prover.ended.then((error) => this.#end(id, "failed", error));
    tell(run);
    return run;
  }

  view(): ProofView {
    return { run: this.#last() ?? null, handlers: this.#board.handlers() };
  }

  /** Ends a running proof and forgets all results. */
  clear(): void {
    for (const id of this.#runs.keys()) if (this.run(id)?.state === "under way") this.end(id);
    this.#runs.clear();
    this.#board.clear();
  }

  /** Undefined if there is no such proof. */
  run(id: string): ProofRun | undefined {
    return this.#runs.get(id)?.run;
  }

  /** Ends a running proof. Returns false if there is none with that id. */
  end(id: string): boolean {
    const prover = this.#runs.get(id)?.prover;
    this.#end(id, "ended");
    prover?.end();
    return prover !== undefined;
  }

  /** A case's story from a proof, or played now. Undefined if no case has that name. */
  story(name: string, options?: StoryOptions): Promise<ProofStory | undefined> {
    return this.#stories.find(name, options);
  }

  /** Ends every prover. */
  async close(): Promise<void> {
    const provers = [...this.#runs.values()].map(({ prover }) => prover);
    for (const prover of provers) prover.end();
    await Promise.all([...provers.map(({ ended }) => ended), this.#stories.close()]);
  }

  #read(id: string, asked: ProofRequest, line: ProofLine): void {
    const run = this.run(id);
    if (run?.state !== "under way") return; // remaining output of an ended proof
    if ("end" in line) {
      const { summary, handlers } = line.end;
      this.#board.end(line.end, asked);
      const problems = handlers.reduce((count, one) => count + one.problems.length, 0);
      this.#change(id, { summary, failures: run.failures + problems });
      this.#end(id, "done");
    } else {
      const { cases, failures, doing, stories } = line;
      this.#board.progress(line, asked);
      this.#stories.add(stories, asked.seed);
      this.#change(id, { cases, failures, doing });
    }
  }

  #end(id: string, state: ProofRun["state"], error?: string): void {
    this.#change(id, { state, endedAt: this.#now(), doing: [], ...(error !== undefined && { error }) });
  }

  #change(id: string, changes: Partial<ProofRun>): void {
    const running = this.#runs.get(id);
    if (running?.run.state !== "under way") return;
    running.run = { ...running.run, ...changes };
    this.#options.tell(running.run);
  }

  #last(): ProofRun | undefined {
    return [...this.#runs.values()].at(-1)?.run;
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

function checkHandler({ handler }: ProofRequest, handlers: ReadonlyMap<string, string>): void {
  if (handler !== undefined && !handlers.has(handler))
    throw new Error(`there is no handler ${JSON.stringify(handler)}: it is none of ${[...handlers.keys()].join(", ")}`);
}
