import type { Place } from "../../local/console/dead-letters/place.ts";
import { answerOf } from "./ask.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/** What leads the clients to the systems: to the stand-ins of `npm start`, or wherever the environment says. */
export async function settingsAt({ runner }: Place, environment: Environment): Promise<Environment> {
  if (runner === undefined) return environment;
  const { settings } = (await answerOf(runner, "/api/health")) as { settings: Record<string, string> }; // its schema holds it
  return settings;
}
