import type { Manifest } from "../../bundler/write/manifest.ts";
import type { Ask, Endpoints } from "../google/ask.ts";
import type { Terminal } from "../terminal.ts";

/** The inputs of `npm run doctor`. */
export interface Invocation extends Terminal {
  readonly manifest: () => Promise<Manifest>;
  /** Sends requests to Google. Default: with this account's credentials. */
  readonly ask?: Ask;
  readonly urls?: Endpoints;
  readonly now?: () => number;
  /** For the drill: folder of the build. Default: this checkout's. */
  readonly dist?: string;
  /** For the drill: asks the user a question. Default: on the terminal. */
  readonly answer?: (question: string) => Promise<string>;
}
