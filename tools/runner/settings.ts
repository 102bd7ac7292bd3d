import type { Place } from "../../local/console/dead-letters/place.ts";
import { answerOf } from "./ask.ts";

/** What leads the clients to the systems: to the stand-ins of `npm start`, or wherever the environment says. */
export async function settingsAt(
  { runner }: Place,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, string | undefined>>> {
  if (runner === undefined) return environment;
  const { settings } = (await answerOf(runner, "/api/health")) as { settings: Record<string, string> }; // its schema holds it
  return settings;
}
