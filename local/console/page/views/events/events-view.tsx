import { useState } from "preact/hooks";
import type { EventRow } from "../../../contract/events.ts";
import { type Address, goTo, pathOf, replaceQuery } from "../../address/address.ts";
import type { EventQuery } from "../../live/event-query.ts";
import { useEventList } from "../../live/use-event-list.ts";
import { Empty } from "../../parts/empty.tsx";
import { Notice } from "../../parts/notice.tsx";
import { VirtualTable } from "../../parts/table/virtual-table.tsx";
import { View } from "../../parts/view.tsx";
import { eventColumns } from "./columns.tsx";
import { Filters } from "./filters.tsx";
import { FirstSteps } from "./first-steps.tsx";

/** All webhooks and events, live. */
export function EventsView({ address: { query: parameters } }: { readonly address: Address }) {
  const query = readQuery(parameters);
  const [isPaused, setPaused] = useState(false);
  const { list, isLoaded, error, waiting, onSight } = useEventList(query, isPaused);
  const count = list.count();
  const isFiltered = Object.values(query).some((value) => value !== "");
  const isFirstUse = isLoaded && count === 0 && !isFiltered;
  return (
    <View
      title="Events"
      isFull
      about={isLoaded && !isFirstUse ? countSentence(count, list.dropped(), isFiltered) : undefined}
      actions={isFirstUse ? undefined : <FirstSteps />}
    >
      {error !== undefined && <Notice tone="bad">{error}</Notice>}
      {isFirstUse ? (
        <FirstUse />
      ) : (
        <>
          <Filters
            query={query}
            onQuery={(changed) => replaceQuery(toParameters(changed))}
            isPaused={isPaused}
            waiting={waiting}
            onPause={() => setPaused(!isPaused)}
          />
          <VirtualTable<EventRow>
            label="Events, the newest first"
            columns={eventColumns}
            count={count}
            rowAt={list.rowAt}
            keyOf={({ id }) => id}
            onOpen={({ id }) => goTo(pathOf("events", id))}
            onSight={onSight}
            added={list.added()}
            isNew={list.isArrival}
          />
        </>
      )}
    </View>
  );
}

function FirstUse() {
  return (
    <Empty title="Nothing has come in yet">
      <p class="quiet">
        A sample form is signed as its sender signs it, and received, published and handled by the functions that are
        deployed, against stand-ins on this machine. Its way is drawn as it goes.
      </p>
      <FirstSteps isFirst />
    </Empty>
  );
}

function countSentence(count: number, dropped: number, isFiltered: boolean): string {
  const events = count === 1 ? "event" : "events";
  const some = `${count.toLocaleString("en")} ${isFiltered ? "of them match" : events}`;
  return dropped === 0 ? some : `${some}; ${dropped.toLocaleString("en")} older ones are kept no more`;
}

function readQuery(parameters: URLSearchParams): EventQuery {
  const read = (name: string) => parameters.get(name) ?? "";
  return { q: read("q"), source: read("source"), outcome: read("outcome") };
}

function toParameters(query: EventQuery): URLSearchParams {
  return new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
}
