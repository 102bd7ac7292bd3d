import type { RecordIdentity, RequestKind } from "../../core/system.ts";

/** A record by its name, and a Lead by its company too: of two with one name that is what people see first. */
export function recordOf(_type: string, record: unknown): RecordIdentity {
  const text = (field: string): string | undefined => {
    const value: unknown = Reflect.get(Object(record), field);
    return typeof value === "string" ? value : undefined;
  };
  const names = [text("Name") ?? text("Label") ?? text("Subject"), text("Company")].filter((one) => one !== undefined);
  const name = names.length === 0 ? undefined : names.join(", ");
  return { id: text("Id") ?? "", name, createdAt: text("CreatedDate") };
}

/** A composite call is one, whatever is in it; a login is none. */
export function costOf({ url }: RequestKind): Readonly<Record<string, number>> {
  return url.pathname.startsWith("/services/data/") ? { "API calls of the day": 1 } : {};
}
