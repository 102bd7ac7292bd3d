import type { ProofStory } from "../contract/proof.ts";
import type { Prover, StartProver } from "./prover.ts";

/** Stories of cases, from proofs or played on demand. */
export interface Stories {
  add(stories: readonly ProofStory[], seed?: number): void;
  find(name: string, options?: StoryOptions): Promise<ProofStory | undefined>;
  /** Ends running ones. */
  close(): Promise<void>;
}

export interface StoryOptions {
  readonly seed?: number;
  /** Plays it now, even if its story is known. */
  readonly isPlayed?: boolean;
}

const MOST = 500;
const DEFAULT_SEED = 1;

/** @param bundleOf a handler's current bundle: stories of earlier bundles are outdated */
export function createStories(start: StartProver, bundleOf: (handler: string) => string | undefined): Stories {
  const keyOf = (name: string, seed: number) => [seed, bundleOf(handlerOf(name)), name].join(" ");
  const told = new Map<string, ProofStory>();
  let playing: Prover | undefined;
  let isClosed = false;
  let turn: Promise<unknown> = Promise.resolve();
  const add = (stories: readonly ProofStory[], seed = DEFAULT_SEED) => {
    for (const story of stories) {
      told.delete(keyOf(story.name, seed));
      told.set(keyOf(story.name, seed), story);
    }
    for (const key of [...told.keys()].slice(0, Math.max(0, told.size - MOST))) told.delete(key);
  };

  async function play(name: string, seed: number): Promise<ProofStory | undefined> {
    if (isClosed) return undefined;
    const found: ProofStory[] = [];
    playing = start({ handler: handlerOf(name), case: name, seed }, (line) => {
      if ("stories" in line) found.push(...line.stories);
    });
    const error = await playing.ended;
    playing = undefined;
    if (error !== undefined) throw new Error(error);
    const story = found.find((one) => one.name === name);
    if (story !== undefined) add([story], seed);
    return story;
  }

  return {
    add,
    /** Sequentially: each uses all cores for a moment. */
    find(name, { seed = DEFAULT_SEED, isPlayed = false } = {}) {
      const known = isPlayed ? undefined : told.get(keyOf(name, seed));
      if (known !== undefined) return Promise.resolve(known);
      const next = turn.then(() => play(name, seed));
      turn = next.catch(() => undefined);
      return next;
    },
    async close() {
      isClosed = true;
      playing?.end();
      await playing?.ended;
    },
  };
}

/** Case names begin with their handler's. */
function handlerOf(name: string): string {
  return name.split(" · ")[0] ?? "";
}
