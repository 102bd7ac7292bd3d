import { CommandError } from "../../local/core/problems.ts";
import type { Google } from "../google/ask.ts";
import { datasetOf, query } from "../google/bigquery.ts";
import { hashIn } from "../google/hash-key.ts";

const CONDITIONS = {
  events: `JSON_VALUE(attributes, '$."ce-subject"') = @person`,
  lines: "JSON_VALUE(data, '$.jsonPayload.orderingKeyHash') = @person",
} as const;

interface ArchiveOptions {
  readonly email: string;
  readonly prefix: string;
  readonly hashKey: string | undefined;
  readonly isDryRun: boolean;
}

/** Deletes someone's rows. @returns the number per table; undefined if the project has no archive */
export async function forgetArchived(
  google: Google,
  { email, prefix, hashKey, isDryRun }: ArchiveOptions,
): Promise<Readonly<Record<keyof typeof CONDITIONS, number>> | undefined> {
  const dataset = `${google.project}.${datasetOf(prefix)}`;
  const remove = async (table: keyof typeof CONDITIONS, person: string) => {
    const rest = `FROM \`${dataset}.${table}\` WHERE ${CONDITIONS[table]}`;
    const statement = isDryRun ? `SELECT CAST(COUNT(*) AS STRING) ${rest}` : `DELETE ${rest}`;
    const { texts, affected } = await query(google, statement, { person });
    return isDryRun ? Number(texts[0] ?? 0) : affected;
  };
  try {
    const events = await remove("events", email);
    return { events, lines: await remove("lines", await hashIn(google, prefix, email, hashKey)) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (/not found: (?:dataset|table)/i.test(error.message)) return undefined;
    if (!/streaming buffer/i.test(error.message)) throw error;
    throw new CommandError(
      `${error.message} Rows of the last ninety minutes can't be deleted yet: run this again then.`,
      {
        cause: error,
      },
    );
  }
}
