import { pauseOf } from "../../../functions/runtime/outage/labels.ts";
import { PROJECT } from "../../runner/functions/topics.ts";
import { codeOf } from "../handlers/words.ts";
import type { Console } from "../console.ts";
import type { EventRow, Life, Verdict } from "../contract/events.ts";
import type { Why } from "../contract/why.ts";
import { subjectIn } from "./person.ts";
import { reasonOf, type LoggedEvent, whyOf } from "./why.ts";

const MOST_EVENTS = 5000;

/** What happened to an address here, from the journal. */
export function whyHere({ journal, world }: Console, given: string): Why {
  const email = subjectIn(given);
  const { rows } = journal.events({ person: email, limit: MOST_EVENTS });
  const told = [...rows, ...journal.webhooksOf(email)].map((row) => toldEvent(row, journal.life(row.id)));
  const subscriptions = new Map(
    world.pubsub.broker.listSubscriptions(`projects/${PROJECT}`).map((one) => [one.name.split("/").at(-1), one]),
  );
  return whyOf(email, told, (handler) => {
    const subscription = subscriptions.get(handler);
    if (subscription === undefined) return undefined;
    const { labels, pushConfig, enableExactlyOnceDelivery } = subscription;
    return pausedSentence(pauseOf({ labels, ...(pushConfig && { pushConfig }) }, !enableExactlyOnceDelivery));
  });
}

/** @param pause undefined while running */
export function pausedSentence(pause: ReturnType<typeof pauseOf>): string | undefined {
  if (pause === undefined) return undefined;
  const { system, since, by } = pause;
  const whose = by === "person" ? "by hand" : `for ${codeOf(pause)} of ${system}`;
  return `${whose} since ${new Date(since).toISOString()}: npm run status`;
}

function toldEvent(row: EventRow, life: Life | undefined): LoggedEvent {
  const { at, source, type, kind, eventId, id, verdict } = row;
  const logs = (life?.logs ?? []).map((line) => ({ ...line, fields: { ...line.fields, message: line.message } }));
  return {
    at,
    source,
    what: type ?? kind,
    eventId,
    row: id,
    because: type === null ? becauseOf(verdict, logs) : noHandler(type, life),
    lines: logs.filter(({ fields }) => fields["handler" as keyof typeof fields] !== undefined),
    handlers: life?.handlers.map(({ name }) => name) ?? [],
  };
}

function noHandler(type: string, life: Life | undefined): string | null {
  if (life?.dropped === true) return "so long ago that only this row is kept";
  return life?.handlers.length === 0 ? `no handler listens to ${type}` : null;
}

const WHAT_IT_MEANS: Partial<Record<Verdict, string>> = {
  ignored: "ignored: its source maps no such kind",
  quarantined: "quarantined: its source's schema refuses it",
  refused: "refused",
  unpublished: "not published: the sender was told to send it again",
};

function becauseOf(verdict: Verdict, logs: readonly { readonly fields: Readonly<Record<string, unknown>> }[]): string {
  const reason = logs.map(({ fields }) => reasonOf(fields)).find((one) => one !== null);
  return [WHAT_IT_MEANS[verdict] ?? verdict, reason].filter((part) => part !== undefined).join(": ");
}
