import type { Complaint } from "./limits.ts";
import { createUlid } from "../state/ulid.ts";
import type { WorkspaceSettings } from "../state/workspace.ts";

const JSON_HEADERS = { "content-type": "application/json; charset=utf-8" };
const EMPTY_HEADERS = { ...JSON_HEADERS, "content-length": "3" };

/** The Track API's answer to everything it accepts: an empty object and a newline. */
export const taken = () => new Response("{}\n", { status: 200, headers: EMPTY_HEADERS });

export const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: JSON_HEADERS });

/** An invalid Track v1 request. */
export const malformed = (messages: string[]) => answer(400, { meta: { errors: messages } });

/** One message, in the format of Track's 401 and of send/email's errors. */
export const refused = (status: number, message: string) => answer(status, { meta: { error: message } });

/** A Track v2 answer; batch_index only for batches. */
export const complaints = (status: 207 | 400, errors: (Complaint & { batch_index?: number })[]) =>
  answer(status, { errors });

/** An App API error, whose status is a string. */
export function appError({ clock }: WorkspaceSettings, status: number, detail: string): Response {
  const reference = createUlid(clock.now(), () => 0);
  return answer(status, { errors: [{ detail: `${detail} (reference ${reference})`, status: String(status) }] });
}
