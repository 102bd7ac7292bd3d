import type { Manifest } from "../../bundler/write/manifest.ts";
import type { Pushes } from "../runner/functions/pushes.ts";
import type { World } from "../runner/world.ts";
import type { Deliveries } from "./api/deliveries.ts";
import type { SourceView } from "./contract/send.ts";
import type { ForecastSources } from "./dead-letters/foresee/forecast.ts";
import type { LetterDesk } from "./dead-letters/letter-desk.ts";
import type { Declarations } from "./dead-letters/place.ts";
import type { Desk } from "./desk.ts";
import type { Journal } from "./journal/journal.ts";

/** What the routes act on: a running `npm start`. */
export interface Console extends Desk {
  readonly project: string;
  readonly world: World;
  readonly journal: Journal;
  readonly deliveries: Deliveries;
  readonly pushes: Pushes;
  readonly manifest: () => Manifest;
  readonly sources: () => readonly SourceView[];
  readonly known: LetterConsole["known"];
  readonly settings: LetterConsole["settings"];
  /** The folder with `samples`, where webhooks are saved. */
  readonly saveIn: string;
  /** Whether new builds will be applied, as by npm run dev. */
  readonly isWatching: boolean;
}

/** What is known besides Pub/Sub: past deliveries (undefined without a journal), and remaining allowances. */
export type Known = Pick<ForecastSources, "rows" | "allowances">;

/** What the dead-letter routes act on: npm start, or a project. */
export interface LetterConsole {
  readonly letters: LetterDesk;
  readonly manifest: () => Declarations;
  readonly known: () => Known | Promise<Known>;
  /** Settings that point clients to their systems. */
  readonly settings: () => Readonly<Record<string, string | undefined>>;
}
