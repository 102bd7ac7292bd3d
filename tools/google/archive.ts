import { type Message, REPLAY_HANDLER } from "../../functions/runtime/pubsub/message.ts";
import { entriesIn, textIn } from "../json.ts";
import { CommandError } from "../../local/core/problems.ts";
import type { Google } from "./ask.ts";
import { datasetOf, query } from "./bigquery.ts";

/**
 * Events published in a project since then, newest first, without duplicates and without replays for a single handler.
 */
export async function archivedSince(
  google: Google,
  prefix: string,
  { since, most }: { readonly since: number; readonly most: number },
): Promise<Message[]> {
  const where = `publish_time > TIMESTAMP(@since) AND JSON_VALUE(attributes, '$."${REPLAY_HANDLER}"') IS NULL`;
  return archived(google, prefix, { where, most, parameters: { since: new Date(since).toISOString() } });
}

/** Archived events with this id. Two sources may have used the same id. */
export function archivedCalled(google: Google, prefix: string, id: string): Promise<Message[]> {
  return archived(google, prefix, { where: `JSON_VALUE(attributes, '$."ce-id"') = @id`, most: 10, parameters: { id } });
}

interface Wanted {
  readonly where: string;
  readonly most: number;
  readonly parameters: Readonly<Record<string, string>>;
}

async function archived(google: Google, prefix: string, { where, most, parameters }: Wanted): Promise<Message[]> {
  const identity = `JSON_VALUE(attributes, '$."ce-source"'), JSON_VALUE(attributes, '$."ce-id"')`;
  const { texts } = await query(
    google,
    `SELECT TO_JSON_STRING(STRUCT(attributes, data)) FROM \`${google.project}.${datasetOf(prefix)}.events\` ` +
      `WHERE ${where} QUALIFY ROW_NUMBER() OVER (PARTITION BY ${identity} ORDER BY publish_time) = 1 ` +
      `ORDER BY publish_time DESC LIMIT ${most}`,
    parameters,
  ).catch((error: unknown) => Promise.reject(withAdvice(error)));
  return texts.map((text) => {
    const row: unknown = JSON.parse(text);
    const attributes = Object.fromEntries(entriesIn(row, "attributes").map(([name, value]) => [name, String(value)]));
    const orderingKey = attributes["ce-subject"];
    return { data: Buffer.from(textIn(row, "data")), attributes, ...(orderingKey && { orderingKey }) };
  });
}

/** A missing dataset means that the archive is not turned on. */
export function withAdvice(error: unknown): unknown {
  if (!(error instanceof CommandError) || !/not found/i.test(error.message)) return error;
  const advice = "Is there an archive? docs/why.md says how it is turned on.";
  return new CommandError(`${error.message} ${advice}`, { cause: error });
}
