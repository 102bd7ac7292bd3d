import type { Log } from "../../runtime/log.ts";

export interface Write {
  readonly system: string;
  /** The operation, without ids, as in the call's own line. */
  readonly operation: string;
  /** Ids that the system assigned or that are derived from the event's; never a person's whose id is an address. */
  readonly records?: readonly string[];
  /** What was written; only the names are logged. */
  readonly fields: object;
}

/** Metrics, the archive's sink and `npm run why` search for this message. */
const WRITTEN = "record written";

const ID = /^[\w./-]{1,80}$/;
/** Names come from handlers, which may take them from a payload. */
const NAME = /^[A-Za-z_][\w.-]{0,79}$/;
const MOST = 200;

/** Logs one line for an accepted write: which records, and the names of their fields. Never a value. */
export function logWrite(log: Log, { system, operation, records = [], fields }: Write): void {
  const ids = records.filter((id) => ID.test(id)).slice(0, MOST);
  const names = Object.keys(fields).map((name) => (NAME.test(name) ? name : "*"));
  log.info(WRITTEN, {
    system,
    operation,
    ...(ids.length > 0 && { records: ids }),
    fields: [...new Set(names)].slice(0, MOST),
  });
}
