import { useState } from "preact/hooks";
import type { Life, EventRecord } from "../../../contract/events.ts";
import type { StreamEvents } from "../../../contract/stream.ts";
import { type Address, pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { type Answered, useAnswer } from "../../api/use-answer.ts";
import { OutcomeBadge, VerdictBadge } from "../../parts/badge.tsx";
import { Moment, span } from "../../parts/moment.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Brief, Text } from "../../parts/text.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { EventActions } from "./event-actions.tsx";
import { HandlerStep } from "./handler-step.tsx";
import { Logs } from "./logs.tsx";
import { Records } from "./records.tsx";
import { WebhookStep } from "./webhook-step.tsx";
import { Json } from "../../parts/code.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Step } from "./step.tsx";

/** An event's story from webhook to records, updated live. */
export function EventView({ address: { parts } }: { readonly address: Address }) {
  const id = parts[1] ?? "";
  const [openedAt] = useState(() => new Date(Date.now() - 1500).toISOString());
  const life: Answered<Life> = useAnswer(
    `/api${pathOf("events", id)}`,
    ["row", "change", "delivery"],
    (told): boolean => concerns(told, id, life.answer),
  );
  const { row } = life.answer ?? {};
  const title = [row?.kind, row?.type].find((text) => text) ?? "Event";
  return (
    <View title={title} heading={<Brief value={title} />} about={row === undefined ? undefined : <About {...row} />}>
      <Waiting of={life}>
        {(answer) => (
          <>
            {answer.dropped === true && <Notice>Only its row is kept: it is one of too many since.</Notice>}
            <EventActions life={answer} />
            <div class="columns">
              <ol class="story" aria-label="What happened">
                {answer.webhook !== null && <WebhookStep webhook={answer.webhook} row={answer.row} />}
                {answer.event !== null && <EventStep event={answer.event} />}
                {answer.handlers.map((handler) => (
                  <HandlerStep key={handler.name} handler={handler} eventId={id} />
                ))}
              </ol>
              <div class="stack">
                <Records handlers={answer.handlers} openedAt={openedAt} />
                <Logs lines={answer.logs} />
              </div>
            </div>
          </>
        )}
      </Waiting>
    </View>
  );
}

function About({ at, source, person, verdict, outcome, latencyMs }: Life["row"]) {
  return (
    <span class="row">
      <VerdictBadge verdict={verdict} />
      {outcome !== "none" && <OutcomeBadge outcome={outcome} />}
      <span>
        <Moment at={at} /> from <Link href={pathOf("sources", source)}>{source}</Link>
        {latencyMs !== null && <>, all done after {span(latencyMs)}</>}
      </span>
      {person !== null && (
        <Link href={pathOf("people", person)}>
          <Brief value={person} />
        </Link>
      )}
    </span>
  );
}

/** Whether a live event is about this event. */
function concerns(told: StreamEvents[keyof StreamEvents], id: string, life: Life | undefined): boolean {
  if (typeof told !== "object" || told === null) return true;
  if ("eventId" in told && "messageId" in told) return told.eventId === life?.row.eventId;
  if ("event" in told) return told.event === id;
  return !("verdict" in told && "id" in told) || told.id === id;
}

/** What the source has published. */
function EventStep({ event: { id, source, type, subject, time, data } }: { readonly event: EventRecord }) {
  const text = (value: string | undefined) => (value === undefined ? undefined : <Text value={value} />);
  return (
    <Step
      tone="good"
      title={
        <>
          Event <code>{type}</code>
        </>
      }
    >
      <Facts
        facts={[
          ["id", <code key="id">{text(id)}</code>],
          ["about", text(subject)],
          ["happened", text(time)],
          ["source", text(source)],
        ]}
      />
      <details>
        <summary>Data</summary>
        <Json value={data} label="Data of the event" />
      </details>
    </Step>
  );
}
