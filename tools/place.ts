import type { Place } from "../local/console/dead-letters/place.ts";
import { UsageError } from "../local/core/problems.ts";
import { runnerUrl } from "./runner/address.ts";
import type { Environment } from "../functions/runtime/settings.ts";

export interface PlaceOptions {
  readonly project?: string | undefined;
  readonly prefix?: string | undefined;
}

/** Where a command is to look, and how it answers. */
export interface Asked extends PlaceOptions {
  readonly isJson: boolean;
}

/** Options for the place, for every command that has one. */
export const placeOptions = {
  json: { type: "boolean", default: false },
  prefix: { type: "string" },
  project: { type: "string" },
} as const;

/** The end of such a command's usage. */
export const placeUsage = `  --project ID     a Google Cloud project; the default is what npm start runs at PORT (8080)
  --prefix TEXT    the PREFIX of that deployment; the default is $PREFIX
  --json           prints JSON

Exit codes: 0 done, 1 the project refused access, 2 wrong arguments or no such thing.
`;

/** What these options ask for. @throws UsageError */
export function readPlace({ project, prefix, json: isJson }: PlaceOptions & { readonly json: boolean }): Asked {
  checkPlace({ project, prefix });
  return { project, prefix, isJson };
}

function checkPlace({ project, prefix }: PlaceOptions): void {
  if (project === "") throw new UsageError("--project is empty: which one? Left out, it is what npm start runs.");
  if (prefix !== undefined && project === undefined)
    throw new UsageError("--prefix belongs to a project: give --project too. npm start uses no prefix.");
}

/** Of the functions' names in a project. */
export function prefixOf({ prefix }: PlaceOptions, environment: Environment): string {
  return prefix ?? environment["PREFIX"] ?? "";
}

/** Google may answer a pull before it has looked everywhere. The local Pub/Sub does not. */
const EMPTY_ANSWERS = 6;
const LOCAL_EMPTY_ANSWERS = 1;

/** The named project, or the local runner's. */
export async function findPlace({ project, prefix }: PlaceOptions, environment: Environment): Promise<Place> {
  checkPlace({ project, prefix });
  if (project !== undefined) {
    const host = environment["PUBSUB_EMULATOR_HOST"] || undefined;
    return {
      project,
      prefix: prefixOf({ prefix }, environment),
      ...(host === undefined ? { emptyAnswers: EMPTY_ANSWERS } : { host, emptyAnswers: LOCAL_EMPTY_ANSWERS }),
    };
  }
  const runner = runnerUrl(environment);
  return { ...(await askRunner(runner)), runner, prefix: "", emptyAnswers: LOCAL_EMPTY_ANSWERS };
}

async function askRunner(runner: string): Promise<{ project: string; host: string }> {
  let health: unknown;
  try {
    health = await (await fetch(`${runner}/api/health`)).json();
  } catch (error) {
    throw new UsageError(
      `Nothing answers at ${runner}: run npm start in another terminal (or set PORT to where it runs), or name a real project with --project.`,
      { cause: error },
    );
  }
  if (typeof health === "object" && health !== null && "pubsub" in health && "project" in health) {
    const { pubsub, project } = health;
    if (typeof pubsub === "string" && typeof project === "string") return { project, host: pubsub };
  }
  throw new UsageError(
    `What answers at ${runner} is not ycat: set PORT to where npm start runs, or name a real project with --project.`,
  );
}
