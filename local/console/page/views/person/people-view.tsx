import type { EventPage, EventRow } from "../../../contract/events.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Moment } from "../../parts/moment.tsx";
import { Table } from "../../parts/table/table.tsx";
import { Brief } from "../../parts/text.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { OpenPerson } from "./open-person.tsx";

/** The people in the latest events, and a form to open anyone. */
export function PeopleView() {
  const events = useAnswer<EventPage>("/api/events?limit=500", ["row"]);
  return (
    <View title="People" about="Everything about one address: its events, its records, and who wrote each field when.">
      <OpenPerson />
      <Waiting of={events}>
        {({ rows }) => (
          <Table<EventRow>
            label="People of the latest events"
            keyOf={({ person }) => person ?? ""}
            rows={latestOfEach(rows)}
            columns={[
              {
                title: "Person",
                cell: ({ person }) => (
                  <Link href={pathOf("people", person ?? "")}>
                    <Brief value={person ?? ""} />
                  </Link>
                ),
              },
              { title: "Latest event", cell: ({ type }) => <Brief value={type ?? "–"} /> },
              { title: "When", cell: ({ at }) => <Moment at={at} /> },
            ]}
          />
        )}
      </Waiting>
    </View>
  );
}

const MOST = 100;

function latestOfEach(rows: readonly EventRow[]): readonly EventRow[] {
  const byPerson = new Map<string, EventRow>();
  for (const row of rows.toReversed())
    if (row.person !== null && !byPerson.has(row.person)) byPerson.set(row.person, row);
  return [...byPerson.values()].slice(0, MOST);
}
