import type { Log } from "../../runtime/log.ts";

/** What a call has written. */
export interface Write {
  readonly system: string;
  /** As the call's own line names it, ids left out. */
  readonly operation: string;
  /** Ids that the system gave, or that are made of the event's; none of a person whose id is an address. */
  readonly records?: readonly string[];
  /** What was written, of which only the names are told. */
  readonly fields: object;
}

/** Metrics, the archive's sink and `npm run why` find a write by this message. */
const WRITTEN = "record written";

const ID = /^[\w./-]{1,80}$/;
/** Names come from handlers, but a handler may take them from a payload. */
const NAME = /^[A-Za-z_][\w.-]{0,79}$/;
const MOST = 200;

/** One line for what a system has answered as written: which records, and which of their fields, by name. Never a value. */
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
