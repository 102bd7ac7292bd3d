import type { PersonView as Person } from "../../../contract/people.ts";
import { type Address, pathOf } from "../../address/address.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Panel } from "../../parts/panel.tsx";
import { Text } from "../../parts/text.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { NotSo } from "./not-so.tsx";
import { PersonActions } from "./person-actions.tsx";
import { PersonRecord } from "./person-record.tsx";
import { Timeline } from "./timeline.tsx";

/** Everything about an address in order, and its current records. */
export function PersonView({ address: { parts } }: { readonly address: Address }) {
  const email = parts[1] ?? "";
  const person = useAnswer<Person>(`/api${pathOf("people", email)}`, ["row", "change"]);
  return (
    <View title={email} heading={<Text value={email} most={120} />}>
      <PersonActions email={email} onDone={person.again} />
      <Waiting of={person}>
        {({ events, total, changes, records }) => (
          <div class="columns">
            <Panel title="In order">
              {total > events.length && (
                <p class="quiet">
                  The latest {events.length} of {total} events.
                </p>
              )}
              <Timeline events={events} changes={changes} />
            </Panel>
            <div class="stack">
              <NotSo email={email} />
              {Object.entries(records).flatMap(([system, list]) =>
                list.map((record) => (
                  <PersonRecord key={`${system} ${record.kind} ${record.id}`} {...{ system, record, changes }} />
                )),
              )}
              {Object.values(records).every((list) => list.length === 0) && (
                <Panel title="Records">
                  <p class="quiet">No system holds a record of this address.</p>
                </Panel>
              )}
            </div>
          </div>
        )}
      </Waiting>
    </View>
  );
}
