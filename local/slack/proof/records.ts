import type { KnownRecord, State, IsLeftOut, Cure } from "../../core/records.ts";
import { APP, type Channel, type Message } from "../state/workspace.ts";

/** A workspace's records as its users know them: one message of the app per thing and channel. */
export function records(state: State): KnownRecord[] {
  // Plain JSON, by OpenSystem.state.
  const channels = (state["channels"] ?? []) as readonly Channel[];
  const messages = (state["messages"] ?? []) as readonly Message[];
  return [
    ...channels.map(({ id, ...fields }) => ({
      kind: "channels",
      id,
      title: fields.name,
      name: `channel ${id}`,
      fields,
    })),
    ...messages.map(({ channel, user, text, metadata }) => {
      const record = { kind: "messages", name: `message in ${channel}`, fields: { channel, text } };
      const told = metadata === undefined ? text : [metadata.event_type, metadata.event_payload];
      return user === APP.user ? { ...record, of: { thing: "message", key: JSON.stringify([channel, told]) } } : record;
    }),
  ];
}

const COMPARED: Readonly<Record<string, readonly string[]>> = {
  channels: ["id", "name", "is_archived", "is_member"],
  messages: ["channel", "user", "text", "metadata"],
};

/** A workspace's state without message times and record ids in links. */
export function comparable(state: State, isLeftOut: IsLeftOut): Record<string, object[]> {
  return Object.fromEntries(
    Object.entries(COMPARED).map(([kind, fields]) => [
      kind,
      (state[kind] ?? []).map((record) => {
        const compared = fields.filter((field) => !isLeftOut(kind, field));
        return Object.fromEntries(compared.map((field) => [field, withoutIds(Reflect.get(Object(record), field))]));
      }),
    ]),
  );
}

/** Another system assigned the id, so its order is that system's doing. */
function withoutIds(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return value.replaceAll(/<https?:[^|>]+/g, (link) => link.replaceAll(/\/(?=\w*\d)\w{15,}(?=\/|$)/g, "/{id}"));
}

/** In terms of the client's verbs. */
export const cures: readonly Cure[] = [
  {
    kind: "messages",
    what: "too many",
    says: "slack.post recognises a posted message by the event's source and id, and by the message's name: these must be the same at every delivery, so neither random nor the present time",
  },
];
