import type { StateOptions } from "./api/state.ts";
import type { SourceView } from "./contract/send.ts";
import type { ForecastSources } from "./dead-letters/foresee/forecast.ts";
import type { LetterDesk } from "./dead-letters/letter-desk.ts";
import type { Declarations } from "./dead-letters/place.ts";
import type { Desk } from "./desk.ts";

/** What the routes act on: a running `npm start`. */
export interface Console extends StateOptions, Desk {
  readonly sources: () => readonly SourceView[];
  readonly known: LetterConsole["known"];
  readonly settings: LetterConsole["settings"];
  /** The folder with `samples`, where webhooks are saved. */
  readonly saveIn: string;
}

type Known = Pick<ForecastSources, "rows" | "allowances">;

/** What the dead-letter routes act on: npm start, or a project. */
export interface LetterConsole {
  readonly letters: LetterDesk;
  readonly manifest: () => Declarations;
  /** What is known besides Pub/Sub: past deliveries and remaining allowances. */
  readonly known: () => Known | Promise<Known>;
  /** Settings that point clients to their systems. */
  readonly settings: () => Readonly<Record<string, string | undefined>>;
}
