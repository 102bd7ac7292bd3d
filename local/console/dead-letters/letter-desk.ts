import { type Clock, systemClock } from "../../core/clock.ts";
import type { LetterPage, LetterView, ReplayRequest, ReplayState } from "../contract/dead-letters.ts";
import { checkBecause, discard, type Moved, restore } from "./discarding.ts";
import { groupsOf, idOfGroup } from "./groups.ts";
import { isCalled, type Letter, readLetter } from "./letters.ts";
import { type Look, withDeadLetters } from "./look.ts";
import { type Declarations, topicsToLookAt } from "./place.ts";
import { planFreshly } from "./planner.ts";
import type { Plan } from "./plans.ts";
import type { Pubsub } from "./pubsub.ts";
import { carryOut, type CarryingOut, isPaced } from "./carrying-out.ts";
import type { Outcome } from "./replaying.ts";

export interface DeskOptions {
  readonly pubsub: Pubsub;
  readonly manifest: () => Declarations;
  /** The row of the event's story. */
  readonly rowOf: (traceparent: string | undefined, eventId: string | undefined) => string | null;
  /** Called as a replay progresses. */
  readonly tell: (state: ReplayState) => void;
  /** Prefix of all topic and subscription names. */
  readonly prefix?: string;
  /** Number of consecutive empty pulls after which a topic counts as read. */
  readonly emptyAnswers?: number;
  /** Called for each letter that a replay has tried. */
  readonly note?: (outcome: Outcome) => void;
  readonly allowances?: CarryingOut["allowances"];
  readonly deliveries?: CarryingOut["deliveries"];
  readonly clock?: Clock;
}

const LIMIT = 10_000;
const MOST_LETTERS = 200;
const LONGEST_DATA = 20_000;

const NOTHING_YET: ReplayState = {
  isUnderWay: false,
  total: 0,
  replayed: 0,
  handled: null,
  again: null,
  stopped: null,
  remark: null,
  left: [],
};

/** Dead letters for the console. */
export class LetterDesk {
  readonly #options: Required<DeskOptions>;
  readonly #closing = new AbortController();
  #replay: ReplayState | null = null;
  /** Letters held by a paced replay besides its own, since it watches for returning ones. */
  #others: readonly Letter[] = [];
  #replaying = Promise.resolve();
  /** What the last look could not read. */
  #problems: readonly string[] = [];

  constructor(options: DeskOptions) {
    const allowances = () => Promise.resolve([]);
    this.#options = {
      clock: systemClock,
      prefix: "",
      emptyAnswers: 1,
      note: () => {},
      allowances,
      deliveries: undefined,
      ...options,
    };
  }

  /** @param group whose letters to include */
  async look(group: string | undefined, ofDiscarded: boolean): Promise<LetterPage> {
    const page = await this.#with(ofDiscarded, (found) => {
      const letters = ofDiscarded ? found : [...this.#others, ...found];
      const own = letters.filter((letter) => idOfGroup(letter) === group).slice(0, MOST_LETTERS);
      return Promise.resolve({ groups: groupsOf(letters), letters: own.map((letter) => this.#view(letter)) });
    });
    return { ...page, problems: this.#problems, replay: this.#replay };
  }

  /** Plans the replay of these letters, by default of all. Changes nothing. */
  async plan({ ids = [], group }: Pick<ReplayRequest, "ids" | "group">): Promise<readonly Plan[]> {
    const chosen = await this.#with(false, (letters) => {
      if (ids.length > 0)
        checkFound(
          letters.filter((one) => isAnyOf(one, ids)),
          ids,
          "dead letter",
        );
      const isChosen = (one: Letter) => isAnyOf(one, ids) || idOfGroup(one) === group;
      return Promise.resolve(ids.length === 0 && group === undefined ? letters : letters.filter(isChosen));
    });
    return planFreshly({ letters: chosen, manifest: this.#options.manifest() });
  }

  /** Resolves when everything is replayed; at once if a rate or canary is set. */
  async replay(request: ReplayRequest): Promise<ReplayState> {
    const { ids = [], group, event, rate } = request;
    if ([ids[0], group, event].filter((one) => one !== undefined).length !== 1)
      throw new Error("give either ids, a group or an event to replay");
    if (this.#replay?.isUnderWay === true) throw new Error("a replay is under way: wait for its end");
    const began = Promise.withResolvers<void>();
    const done = this.#with(false, async (letters, look) => {
      const chosen = letters.filter(
        (one) => isAnyOf(one, ids) || idOfGroup(one) === group || (event !== undefined && this.#rowOf(one) === event),
      );
      checkFound(chosen, ids, "dead letter");
      const others = letters.filter((one) => !chosen.includes(one));
      if (isPaced(request)) this.#others = others;
      else await look.giveBack(others.map(({ held }) => held));
      this.#tell({ ...NOTHING_YET, isUnderWay: true, total: chosen.length });
      began.resolve();
      await this.#carryOut(chosen, look, request);
    }).finally(() => {
      this.#others = [];
      if (this.#replay?.isUnderWay === true) this.#tell({ ...this.#replay, isUnderWay: false });
    });
    this.#replaying = done.catch(() => undefined);
    await (rate === undefined && !isPaced(request) ? done : Promise.race([began.promise, done]));
    return this.#replay ?? NOTHING_YET;
  }

  discard(ids: readonly string[], because: string): Promise<LetterPage["letters"]> {
    const reason = checkBecause(because, "because");
    return this.#move(ids, false, (letters, look) =>
      discard(letters, reason, this.#options.clock.now(), this.#moving(look)),
    );
  }

  restore(ids: readonly string[]): Promise<LetterPage["letters"]> {
    return this.#move(ids, true, (letters, look) => restore(letters, this.#moving(look)));
  }

  /** What is not replayed yet stays in place. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#replaying;
  }

  async #carryOut(letters: readonly Letter[], look: Look, request: ReplayRequest): Promise<void> {
    const change = (changed: Partial<ReplayState>) => {
      if (this.#replay !== null) this.#tell({ ...this.#replay, ...changed });
    };
    const stopped = await carryOut(letters, look, request, {
      ...this.#options,
      manifest: this.#options.manifest(),
      signal: this.#closing.signal,
      report: (outcome) => this.#report(outcome),
      tell: ({ handled = null, again }) => change({ handled, again }),
      remark: (remark) => change({ remark }),
    });
    if (stopped !== undefined) change({ stopped });
  }

  #report(told: Outcome): void {
    this.#options.note(told);
    const { letter, outcome, why } = told;
    const state = this.#replay;
    if (state === null) return;
    const isDone = outcome === "replayed";
    const left = isDone ? state.left : [...state.left, { id: letter.held.messageId, outcome, why: why ?? null }];
    this.#tell({ ...state, replayed: state.replayed + (isDone ? 1 : 0), left });
  }

  #tell(state: ReplayState): void {
    this.#replay = state;
    this.#options.tell(state);
  }

  async #move(
    ids: readonly string[],
    ofDiscarded: boolean,
    move: (letters: readonly Letter[], look: Look) => Promise<Moved[]>,
  ): Promise<LetterPage["letters"]> {
    return this.#with(ofDiscarded, async (letters, look) => {
      const chosen = letters.filter((letter) => isAnyOf(letter, ids));
      checkFound(chosen, ids, ofDiscarded ? "discarded letter" : "dead letter");
      const moved = await move(chosen, look);
      const problem = moved.find(({ why }) => why !== undefined);
      if (problem?.why !== undefined) throw new Error(problem.why);
      return chosen.map((letter) => this.#view(letter));
    });
  }

  #moving({ acknowledge }: Look) {
    return { publish: this.#options.pubsub.publish, acknowledge, signal: this.#closing.signal };
  }

  /** Holds all letters during the work. */
  async #with<Result>(
    ofDiscarded: boolean,
    work: (letters: readonly Letter[], look: Look) => Promise<Result>,
  ): Promise<Result> {
    const { pubsub, clock, manifest, prefix, emptyAnswers } = this.#options;
    const [{ signal }, declared] = [this.#closing, manifest()];
    const problems: string[] = [];
    const tell = (problem: string) => void problems.push(problem);
    const topics = await topicsToLookAt(declared, ofDiscarded, pubsub, tell);
    const result = await withDeadLetters(
      { pubsub, topics, limit: LIMIT, emptyAnswers, clock, signal, tell },
      async (look) => {
        this.#problems = problems;
        const letters = look.held.map((held) => readLetter(held, declared, prefix));
        return { value: await work(letters, look) };
      },
    );
    if (result === undefined) throw new Error("the console is being closed");
    return result.value;
  }

  #rowOf({ held }: Letter): string | null {
    const { attributes } = held.message;
    return this.#options.rowOf(attributes["traceparent"], attributes["ce-id"]);
  }

  #view(letter: Letter): LetterView {
    const { held, type = null, reason, discarded, kind } = letter;
    const { attributes, data } = held.message;
    const whole = data.toString();
    return {
      id: held.messageId,
      eventId: attributes["ce-id"] ?? null,
      type,
      person: kind === "dead-letter" ? (attributes["ce-subject"] ?? null) : null,
      at: new Date(held.publishedAt).toISOString(),
      text: reason?.text ?? null,
      event: this.#rowOf(letter),
      data: whole.slice(0, LONGEST_DATA),
      bytes: data.length,
      ...(whole.length > LONGEST_DATA && { cut: true }),
      discarded: discarded === undefined ? null : { because: discarded.because, at: discarded.at },
    };
  }
}

function isAnyOf(letter: Letter, ids: readonly string[]): boolean {
  return ids.some((id) => isCalled(letter, id));
}

function checkFound(letters: readonly Letter[], ids: readonly string[], what: string): void {
  const missing = ids.find((id) => !letters.some((letter) => isCalled(letter, id)));
  if (missing !== undefined || letters.length === 0)
    throw new Error(
      `there is no ${what} ${missing ?? "of that group or event"}: it is gone, or somebody else is looking at it`,
    );
}
