import type { EventPage, EventRow } from "../../../contract/events.ts";
import type { SampleView, SourceView } from "../../../contract/send.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Moment } from "../../parts/moment.tsx";
import { Table } from "../../parts/table/table.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";

/** All sources, and how each is signed. */
export function SourcesView() {
  const sources = useAnswer<readonly SourceView[]>("/api/sources");
  const { answer: samples = [] } = useAnswer<readonly SampleView[]>("/api/samples");
  const { answer: latest } = useAnswer<EventPage>("/api/events?limit=500", ["row"]);
  return (
    <View title="Sources" about="Each takes the webhooks of one sender, and checks that they are genuine.">
      <Waiting of={sources}>
        {(list) => (
          <Table<SourceView>
            label="Sources"
            keyOf={({ name }) => name}
            rows={list}
            columns={[
              { title: "Source", cell: ({ name }) => <Link href={pathOf("sources", name)}>{name}</Link> },
              { title: "Scheme", cell: ({ scheme }) => scheme },
              { title: "Address", cell: ({ url }) => <code>{url}</code> },
              {
                title: "Samples",
                cell: ({ name }) => samples.filter(({ source }) => source === name).length,
                isNumber: true,
              },
              {
                title: "Last seen",
                cell: ({ name }) => <LastSeen row={(latest?.rows ?? []).findLast(({ source }) => source === name)} />,
              },
            ]}
          />
        )}
      </Waiting>
    </View>
  );
}

function LastSeen({ row }: { readonly row: EventRow | undefined }) {
  return row === undefined ? <span class="quiet">–</span> : <Moment at={row.at} />;
}
