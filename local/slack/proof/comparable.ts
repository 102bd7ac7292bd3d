import type { IsLeftOut, State } from "../../core/records.ts";

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
