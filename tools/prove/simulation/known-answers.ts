import type { Configuration, StartingState, Subject } from "../../../local/core/circumstances.ts";
import type { Clock } from "../../../local/core/clock.ts";
import { isObject } from "../../../local/core/json.ts";
import type { Held, Recall } from "../../../local/core/recall.ts";
import type { State } from "../../../local/core/records.ts";
import type { OpenSystem, StandIn } from "../../../local/core/system.ts";
import { StateNumbers } from "./state-numbers.ts";

/**
 * Wraps a stand-in with a cache of its answers: most calls of a case also occur in other cases. A text identifies its
 * state. In the same state, at the same time, the same request gets the same answer and leads to the same state. On a
 * cache miss the stand-in is restored to the expected state and answers itself.
 */
export function withKnownAnswers(standIn: StandIn): StandIn {
  return {
    ...standIn,
    open(surroundings) {
      let answers: KnownAnswers | undefined;
      const recall: Recall = (asked, answer) => answers?.recall(asked, answer) ?? answer();
      const random = () => {
        answers?.draw();
        return surroundings.random();
      };
      const opened = standIn.open({ ...surroundings, random, recall });
      if (opened.hold === undefined) return opened;
      answers = new KnownAnswers(opened, surroundings.clock);
      return knowing(opened, answers);
    },
  };
}

/** A state of the stand-in, and the results of acting on it. */
interface Holding extends Held {
  readonly state: State;
  /** By time, then by request. */
  readonly answers: Map<number, Map<string, Answered>>;
  /** By the action, other than a request. */
  readonly acts: Map<string, Holding>;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly after: Holding;
}

/** The cache is cleared at this size. Cases of one handler share most states; cases of two share few. */
const MOST_HOLDINGS = 5000;

class KnownAnswers {
  readonly #opened: OpenSystem;
  readonly #clock: Pick<Clock, "now">;
  readonly #numbers = new StateNumbers();
  #holdings = new Map<string, Holding>();
  #start: Holding | undefined;
  /** The state that the stand-in should be in. Undefined: the state it is in. */
  #due: Holding | undefined;
  /** The state that the stand-in is in, if known. */
  #held: Holding | undefined;
  #underWay = new Set<object>();
  /** Number of actions that the stand-in itself has performed. */
  #moves = 0;
  #hasDrawn = false;

  constructor(opened: OpenSystem, clock: Pick<Clock, "now">) {
    this.#opened = opened;
    this.#clock = clock;
  }

  /** Its current state. Undefined if unknown. */
  #holding(): Holding | undefined {
    if (this.#due !== undefined || this.#underWay.size > 0) return this.#due;
    const held = this.#opened.hold?.();
    if (held === undefined) return undefined;
    const state = this.#opened.state();
    const text = `${this.#numbers.spell(state)}\n${held.besides}`;
    const known = this.#holdings.get(text);
    this.#due = known ?? { ...held, state, answers: new Map(), acts: new Map() };
    this.#held = this.#due;
    if (this.#holdings.size >= MOST_HOLDINGS) this.#forget();
    this.#holdings.set(text, this.#due);
    return this.#due;
  }

  #forget(): void {
    this.#holdings = new Map();
    this.#start = undefined;
  }

  state(): State {
    return this.#holding()?.state ?? this.#opened.state();
  }

  /** Call before the stand-in itself acts. */
  moves(): void {
    if (this.#due !== undefined && this.#due !== this.#held) this.#due.putBack();
    this.#due = this.#held = undefined;
    this.#moves += 1;
  }

  /** The stand-in used randomness, so its action can't be cached. */
  draw(): void {
    this.#hasDrawn = true;
  }

  reset(): void {
    this.#underWay = new Set();
    this.#opened.reset();
    this.#moves += 1;
    this.#due = this.#held = this.#start;
    this.#start ??= this.#holding();
  }

  /** `name` describes the action completely. */
  act(name: string, act: () => void): void {
    const before = this.#holding();
    const key = `${this.#clock.now()}\n${name}`;
    const known = before?.acts.get(key);
    if (known !== undefined) {
      this.#due = known;
      return;
    }
    this.moves();
    act();
    const after = this.#holding();
    if (after !== undefined) before?.acts.set(key, after);
  }

  async recall(asked: string | undefined, answer: () => Promise<Response>): Promise<Response> {
    const before = asked === undefined ? undefined : this.#holding();
    const answers = before && answersAt(before, this.#clock.now());
    const known = asked === undefined ? undefined : answers?.get(asked);
    if (known !== undefined) {
      this.#due = known.after;
      return toResponse(known);
    }
    const response = await this.#ask(answer);
    const after = response.isAlone && before !== undefined ? this.#holding() : undefined;
    if (asked === undefined || after === undefined) return response.given;
    const { status, headers } = response.given;
    const answered = { status, headers: new Headers(headers), text: await response.given.text(), after };
    answers?.set(asked, answered);
    return toResponse(answered);
  }

  /** Asks the stand-in. `isAlone`: nothing else has changed it meanwhile, and it used no randomness. */
  async #ask(answer: () => Promise<Response>): Promise<{ readonly given: Response; readonly isAlone: boolean }> {
    this.moves();
    const move = this.#moves;
    this.#hasDrawn = false;
    const [call, underWay] = [{}, this.#underWay];
    underWay.add(call);
    try {
      const given = await answer();
      return { given, isAlone: this.#moves === move && !this.#hasDrawn };
    } finally {
      underWay.delete(call);
    }
  }
}

function answersAt({ answers }: Holding, time: number): Map<string, Answered> {
  const known = answers.get(time) ?? new Map<string, Answered>();
  answers.set(time, known);
  return known;
}

function toResponse({ status, headers, text }: Answered): Response {
  return new Response(text === "" ? null : text, { status, headers });
}

/** Reports every action other than a request before performing it. */
function knowing(opened: OpenSystem, answers: KnownAnswers): OpenSystem {
  return {
    ...moving(opened, answers),
    fetch: opened.fetch,
    state: () => answers.state(),
    reset: () => answers.reset(),
    setUp: (configuration) => answers.act(`set up by ${numberOf(configuration)}`, () => opened.setUp(configuration)),
    startingStates: opened.startingStates.map((state) => arranging(state, answers)),
  };
}

function arranging(state: StartingState, answers: KnownAnswers): StartingState {
  return {
    ...state,
    arrange(subject) {
      answers.act(`${state.name} of ${spellSubject(subject)}`, () => state.arrange(subject));
    },
  };
}

function spellSubject({ email, key, eventAt, configuration }: Subject): string {
  return JSON.stringify([email, key, eventAt, numberOf(configuration)]);
}

const configurations: Configuration[] = [];

function numberOf(configuration: Configuration): number {
  const index = configurations.indexOf(configuration);
  return index === -1 ? configurations.push(configuration) - 1 : index;
}

/**
 * The members with their functions, and functions that those return, wrapped to report that they change the stand-in.
 */
function moving<Members>(members: Members, answers: KnownAnswers): Members {
  const move = (member: unknown): unknown => {
    if (typeof member === "function") return moved(member, answers);
    if (Array.isArray(member)) return member.map(move);
    if (!isObject(member)) return member;
    return Object.fromEntries(Object.entries(member).map(([name, value]) => [name, move(value)]));
  };
  return move(members) as Members;
}

function moved(act: object, answers: KnownAnswers): (...values: unknown[]) => unknown {
  return (...values) => {
    answers.moves();
    const result: unknown = Reflect.apply(act as () => unknown, undefined, values);
    return typeof result === "function" ? moved(result, answers) : result;
  };
}
