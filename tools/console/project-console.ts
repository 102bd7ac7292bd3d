import type { Manifest } from "../../bundler/write/manifest.ts";
import { systemClock } from "../../local/core/clock.ts";
import type { LetterConsole } from "../../local/console/console.ts";
import type { HandlerConsole } from "../../local/console/api/handler-routes.ts";
import type { StreamConsole } from "../../local/console/api/stream-route.ts";
import { LetterDesk } from "../../local/console/dead-letters/letter-desk.ts";
import { handlersFor, type Place } from "../../local/console/dead-letters/place.ts";
import type { Pubsub } from "../../local/console/dead-letters/pubsub.ts";
import type { LoggedAllowance } from "../../local/console/contract/systems.ts";
import type { HandlerView } from "../../local/console/contract/handlers.ts";
import { Stream } from "../../local/console/journal/stream.ts";
import type { UnknownShape } from "../../local/console/contract/shapes.ts";
import type { Why } from "../../local/console/contract/why.ts";
import { openReplayJournal } from "../dead-letters/journal.ts";
import { allowancesLogged, LATELY_MS, sharesOf } from "../google/allowances.ts";
import type { Google } from "../google/ask.ts";
import type { Desk } from "../outage/runner.ts";
import { openProject } from "../outage/project.ts";
import { shapesLogged } from "../shapes/logged.ts";
import { whyArchived } from "../why/archived.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/** What the routes of a project's console operate on. */
export interface ProjectConsole extends LetterConsole, HandlerConsole, StreamConsole {
  readonly project: string;
  readonly sources: () => readonly string[];
  shapes(source: string): Promise<readonly UnknownShape[]>;
  why(email: string): Promise<Why>;
  allowances(): Promise<readonly LoggedAllowance[]>;
  close(): Promise<void>;
}

interface Options {
  readonly place: Place;
  readonly pubsub: Pubsub;
  readonly manifest: Manifest;
  readonly google: Google;
  /** The environment with the clients' settings. */
  readonly environment: Environment;
  readonly journal: string | undefined;
}

/** The page asks every few seconds, and each look takes a call per handler. */
const LOOK_EVERY_MS = 30_000;
const MOST_TOLD = 1000;
const LOGGED_MS = 24 * 3600_000;

export function openProjectConsole(options: Options): ProjectConsole {
  const { place, pubsub, manifest, google, environment, journal } = options;
  const { project, prefix, emptyAnswers } = place;
  const { functions } = manifest;
  const told = (sinceMs = LOGGED_MS) =>
    allowancesLogged(google, { functions: Object.keys(functions), prefix, sinceMs });
  const stream = new Stream(MOST_TOLD, () => {});
  const letters = new LetterDesk({
    pubsub,
    manifest: () => manifest,
    prefix,
    emptyAnswers,
    rowOf: () => null,
    tell: (state) => stream.tell("replay", state),
    note: openReplayJournal(journal, place, () => systemClock.now()),
    allowances: () => told(LATELY_MS),
  });
  return {
    project,
    letters,
    handlers: remembered(() => openProject(project, prefix, { ask: google.ask, urls: google.urls })),
    journal: { stream },
    manifest: () => manifest,
    // Without permission to read logs, replaying still works.
    known: async () => ({ rows: undefined, allowances: sharesOf(await told().catch(() => [])) }),
    settings: () => environment,
    sources: () => Object.keys(functions).filter((name) => functions[name]?.kind === "source"),
    shapes: (source) => shapesLogged(google, source, prefix),
    why: (email) =>
      whyArchived(google, {
        email,
        prefix,
        hashKey: environment["LOG_HASH_KEY"],
        handlersOf: (type) => handlersFor(type, manifest),
      }),
    allowances: async () =>
      (await told()).map(({ system, used, max, at }) => ({ system, used, max, at: new Date(at).toISOString() })),
    close: () => letters.close(),
  };
}

/** A project's desk, opened on first use. Its list is refreshed after a while and after each change. */
function remembered(open: () => Promise<Desk>): Desk {
  let desk: Promise<Desk> | undefined;
  let [askedAt, listed]: [number, Promise<readonly HandlerView[]> | undefined] = [0, undefined];
  const opened = () =>
    (desk ??= open().catch((error: unknown) => {
      desk = undefined;
      throw error;
    }));
  const changed = async (act: (one: Desk) => Promise<readonly HandlerView[]>) => {
    try {
      return await act(await opened());
    } finally {
      listed = undefined;
    }
  };
  return {
    list() {
      if (listed !== undefined && Date.now() - askedAt < LOOK_EVERY_MS) return listed;
      askedAt = Date.now();
      listed = opened().then((one) => one.list());
      listed.catch(() => (listed = undefined));
      return listed;
    },
    pause: (wanted, request) => changed((one) => one.pause(wanted, request)),
    resume: (wanted) => changed((one) => one.resume(wanted)),
  };
}
