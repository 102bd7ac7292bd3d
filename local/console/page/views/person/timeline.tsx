import type { EventRow } from "../../../contract/events.ts";
import type { Change } from "../../../contract/systems.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { OutcomeBadge } from "../../parts/badge.tsx";
import { ChangeFields, ChangeHead } from "../../parts/change.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Brief } from "../../parts/text.tsx";

interface TimelineProps {
  readonly events: readonly EventRow[];
  readonly changes: readonly Change[];
}

type Entry = { readonly at: string; readonly row: EventRow } | { readonly at: string; readonly change: Change };

/** What was received and written, newest first. */
export function Timeline({ events, changes }: TimelineProps) {
  const entries: Entry[] = [
    ...events.map((row) => ({ at: row.at, row })),
    ...changes.map((change) => ({ at: change.at, change })),
  ];
  const sorted = entries.sort((one, other) => (one.at < other.at ? 1 : -1));
  if (sorted.length === 0) return <p class="quiet">Nothing is known of this address.</p>;
  return (
    <ol class="timeline" aria-label="Events and changes, the newest first">
      {sorted.map((entry) => (
        <li key={"row" in entry ? entry.row.id : `${entry.change.seq} ${entry.change.id}`}>
          <span class="quiet">
            <Moment at={entry.at} />
          </span>
          {"row" in entry ? <EventEntry row={entry.row} /> : <ChangeEntry change={entry.change} />}
        </li>
      ))}
    </ol>
  );
}

function EventEntry({ row: { id, type, kind, source, outcome } }: { readonly row: EventRow }) {
  return (
    <div class="row">
      <Link href={pathOf("events", id)}>
        <Brief value={type ?? kind ?? "webhook"} />
      </Link>
      <span class="quiet">from {source}</span>
      <OutcomeBadge outcome={outcome} />
    </div>
  );
}

function ChangeEntry({ change }: { readonly change: Change }) {
  return (
    <div>
      <ChangeHead change={change} />
      <p class="quiet">by {change.handler ?? "somebody in the system itself"}</p>
      <details>
        <summary>{change.fields.length === 1 ? "1 field" : `${change.fields.length} fields`}</summary>
        <ChangeFields change={change} />
      </details>
    </div>
  );
}
