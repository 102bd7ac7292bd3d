import type { StateOptions } from "./api/state.ts";
import type { SourceView } from "./contract/send.ts";
import type { ForecastSources } from "./dead-letters/foresee/forecast.ts";
import type { LetterDesk } from "./dead-letters/letter-desk.ts";
import type { Declarations } from "./dead-letters/place.ts";
import type { Desk } from "./desk.ts";

/** What the routes act on: one running `npm start`. */
export interface Console extends StateOptions, Desk {
  readonly sources: () => readonly SourceView[];
  readonly known: LetterConsole["known"];
  readonly settings: LetterConsole["settings"];
  /** The folder that holds `samples`: where webhooks are saved. */
  readonly saveIn: string;
}

type Known = Pick<ForecastSources, "rows" | "allowances">;

/** What the routes of dead letters act on: those of npm start, or of a project. */
export interface LetterConsole {
  readonly letters: LetterDesk;
  readonly manifest: () => Declarations;
  /** What is known beside Pub/Sub of what happened, and of what is left of allowances. */
  readonly known: () => Known | Promise<Known>;
  /** What leads clients to their systems. */
  readonly settings: () => Readonly<Record<string, string | undefined>>;
}
