import type { Manifest } from "../../bundler/write/manifest.ts";
import type { Ask } from "../google/ask.ts";
import type { Urls } from "./google.ts";
import type { Terminal } from "../terminal.ts";

/** What `npm run doctor` is given, and by what it tells. */
export interface Invocation extends Terminal {
  readonly manifest: () => Promise<Manifest>;
  /** What asks Google; by default with this account's credentials. */
  readonly ask?: Ask;
  readonly urls?: Urls;
  readonly now?: () => number;
  /** Of the drill: the folder that the build has written; by default this checkout's. */
  readonly dist?: string;
  /** Of the drill: what is typed in answer to a question; by default on the terminal. */
  readonly answer?: (question: string) => Promise<string>;
}
