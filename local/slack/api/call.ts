import { isObject, jsonIn } from "../../core/json.ts";
import { readUrl } from "../../core/remembering.ts";

export type Arguments = Readonly<Record<string, unknown>>;

/** A method's arguments from the URL, a form or JSON; or Slack's error about the body. */
export async function readArguments(request: Request): Promise<Arguments | { readonly error: string }> {
  const given = Object.fromEntries(readUrl(request.url).searchParams);
  const text = await request.text();
  if (text === "") return given;
  const [type] = (request.headers.get("content-type") ?? "").split(";");
  if (type === "application/x-www-form-urlencoded")
    return { ...given, ...withJsonFields(Object.fromEntries(new URLSearchParams(text))) };
  if (type !== "application/json") return { error: "invalid_post_type" };
  const body = jsonIn(text);
  if (body === undefined) return { error: "invalid_json" };
  return isObject(body) ? { ...given, ...body } : { error: "json_not_object" };
}

/** In forms, JSON objects are sent as text. */
function withJsonFields(form: Readonly<Record<string, string>>): Arguments {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, name === "metadata" ? (jsonIn(value) ?? value) : value]),
  );
}

export function isTrue(value: unknown): boolean {
  return value === true || value === "true" || value === "1" || value === 1;
}
