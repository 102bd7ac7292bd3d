import type { KnownRecord, State } from "../../core/records.ts";
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
