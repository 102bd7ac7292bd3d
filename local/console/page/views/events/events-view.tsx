import { useState } from "preact/hooks";
import type { EventRow } from "../../../contract/events.ts";
import { type Address, goTo, pathOf, replaceQuery } from "../../address/address.ts";
import type { EventQuery } from "../../live/event-query.ts";
import { useEventList } from "../../live/use-event-list.ts";
import { Empty } from "../../parts/empty.tsx";
import { Notice, ActionNotice } from "../../parts/notice.tsx";
import { VirtualTable } from "../../parts/table/virtual-table.tsx";
import { View } from "../../parts/view.tsx";
import { eventColumns } from "./columns.tsx";
import { Filters } from "./filters.tsx";
import type { SampleView, Sent } from "../../../contract/send.ts";
import { get, post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { addressesIn } from "../../parts/addresses-in.ts";
import { Button } from "../../parts/button.tsx";

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
            onQuery={(changed) =>
              replaceQuery(new URLSearchParams(Object.entries(changed).filter(([, value]) => value !== "")))
            }
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

/** Two things to try first: a form that is handled, and one whose answer is lost on the way. */
function FirstSteps({ isFirst = false }: { readonly isFirst?: boolean }) {
  const action = useAction();
  const lose = async () => {
    await post("/api/faults", { system: "salesforce", fault: "apply-then-drop" });
    // A new person, so that there is something to write.
    return sendForm(`grace.${Date.now().toString(36)}@example.com`);
  };
  return (
    <>
      <div class="row">
        <Button kind={isFirst ? "main" : "plain"} disabled={action.isBusy} onClick={() => action.run(() => sendForm())}>
          Send a sample form
        </Button>
        <Button disabled={action.isBusy} onClick={() => action.run(lose)}>
          Lose Salesforce's next answer
        </Button>
      </div>
      <ActionNotice action={action} />
    </>
  );
}

/** Sends the sample, for this person or its own, and opens the result. */
async function sendForm(email?: string): Promise<undefined> {
  const samples = await get<readonly SampleView[]>("/api/samples");
  const sample = samples.find(({ kind }) => kind === "form.submitted") ?? samples[0];
  if (sample === undefined) throw new Error("There is no sample in samples/webhooks/ to send.");
  const paths = email === undefined ? [] : addressesIn(sample.body);
  const { rows } = await post<Sent>(`/api${pathOf("samples", sample.source, sample.kind, "send")}`, {
    set: Object.fromEntries(paths.map((path) => [path, email])),
  });
  if (rows[0] !== undefined) goTo(pathOf("events", rows[0]));
  return undefined;
}
