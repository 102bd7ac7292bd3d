import { jsonIn, parseObject } from "../../../core/json.ts";

/** The API's refusal, or a failed connection, as a sentence for people. */
class AskError extends Error {
  override readonly name = "AskError";
}

export function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return ask("GET", path, undefined, signal);
}

export function post<Answer>(path: string, body: unknown = {}): Promise<Answer> {
  return ask("POST", path, body);
}

/** @throws AskError with the API's sentence. */
export async function ask<Answer>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    ...(signal !== undefined && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new AskError("ycat does not answer.", { cause: error });
  });
  const text = await response.text();
  if (!response.ok) throw new AskError(reasonIn(text) ?? `${method} ${path} was answered ${response.status}.`);
  const answer = jsonIn(text);
  if (answer === undefined && text !== "")
    throw new AskError(`${method} ${path} was not answered in JSON: is this ycat?`);
  return answer as Answer; // our own server keeps to the contract
}

function reasonIn(text: string): string | undefined {
  const error = parseObject(text)?.["error"];
  return typeof error === "string" ? error : undefined;
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
