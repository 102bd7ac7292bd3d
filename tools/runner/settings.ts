import type { Place } from "../../local/console/dead-letters/place.ts";
import { answerOf } from "./ask.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/** Settings that point clients to the systems: the stand-ins of `npm start`, or those of the environment. */
export async function settingsAt({ runner }: Place, environment: Environment): Promise<Environment> {
  if (runner === undefined) return environment;
  const { settings } = (await answerOf(runner, "/api/health")) as { settings: Record<string, string> }; // validated by its schema
  return settings;
}
