import type { EventRow } from "../../../contract/events.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { OutcomeOrVerdict, VerdictBadge } from "../../parts/badge.tsx";
import { Moment, span } from "../../parts/moment.tsx";
import type { Column } from "../../parts/table/grid-rows.tsx";
import { Brief } from "../../parts/text.tsx";

const quiet = (text: string | null) => (text === null ? <span class="quiet">–</span> : <Brief value={text} />);

export const eventColumns: readonly Column<EventRow>[] = [
  {
    title: "Time",
    width: "72px",
    cell: ({ id, at }) => (
      <Link href={pathOf("events", id)} tabIndex={-1} class="quiet">
        <Moment at={at} />
      </Link>
    ),
  },
  { title: "Source", width: "minmax(78px, 0.6fr)", cell: ({ source }) => <Brief value={source} /> },
  { title: "Kind", width: "minmax(90px, 1.4fr)", cell: ({ kind }) => quiet(kind), isSpare: true },
  { title: "Verdict", width: "94px", cell: ({ verdict }) => <VerdictBadge verdict={verdict} />, isSpare: true },
  { title: "Type", width: "minmax(100px, 1.55fr)", cell: ({ type }) => quiet(type), isSpare: true },
  { title: "Person", width: "minmax(100px, 2fr)", cell: ({ person }) => quiet(person) },
  { title: "Outcome", width: "106px", cell: (row) => <OutcomeOrVerdict {...row} /> },
  {
    title: "Attempts",
    width: "58px",
    cell: ({ attempts }) => (attempts === 0 ? <span class="quiet">–</span> : attempts),
    isNumber: true,
    isSpare: true,
  },
  {
    title: "Latency",
    width: "60px",
    cell: ({ latencyMs }) => (latencyMs === null ? <span class="quiet">–</span> : span(latencyMs)),
    isNumber: true,
    isSpare: true,
  },
];
