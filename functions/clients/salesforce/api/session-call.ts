import { UnavailableError } from "../../../runtime/define/errors.ts";
import { jsonIn } from "../../../runtime/objects.ts";
import type { Caller, SystemAnswer } from "../../outgoing/exchange.ts";
import { logAnswer } from "../../outgoing/log-answer.ts";
import type { Session } from "./login.ts";
import { isQuoted, type OrgRefusal, readRefusal } from "./refusal.ts";
import type { Sessions } from "./sessions.ts";

export interface Answered {
  readonly answer: SystemAnswer;
  readonly refusal: OrgRefusal | undefined;
}

interface Call {
  /** As logs and reasons name it, ids left out. */
  readonly operation: string;
  /** Refusal codes that the caller can live with. */
  readonly expected?: readonly string[] | undefined;
}

/**
 * Sends a request in the current session, and once more in a new one if that has ended or its host is no longer the
 * org's.
 * @throws UnavailableError when there is no answer.
 */
export async function callInSession(
  sessions: Sessions,
  caller: Caller,
  call: Call,
  send: (session: Session) => Promise<SystemAnswer>,
): Promise<Answered> {
  const session = await sessions.current(caller);
  const first = await send(session).then(
    (answer) => read(answer, call.operation),
    (error: unknown) => {
      if (isHostGone(error)) return undefined;
      throw error;
    },
  );
  const isOver = first === undefined || isSessionOver(first);
  if (first !== undefined) logCall(caller, call, first, isOver);
  if (first !== undefined && !isOver) return first;
  const second = read(await send(await sessions.renew(session, caller)), call.operation);
  logCall(caller, call, second, false);
  return second;
}

function read(answer: SystemAnswer, operation: string): Answered {
  const { status } = answer;
  return { answer, refusal: status < 300 ? undefined : readRefusal({ status, operation, data: readData(answer) }) };
}

/** A refusal's cut JSON does not say what was refused; anything but JSON is judged by its status. */
function readData({ headers, body }: SystemAnswer): unknown {
  const isJson = /^application\/json\b/.test(headers.get("content-type") ?? "");
  return jsonIn(body) ?? (isJson && body !== "" ? [{ errorCode: "MALFORMED_ANSWER" }] : body);
}

function logCall({ log }: Caller, { operation, expected }: Call, { answer, refusal }: Answered, isOver: boolean): void {
  const isExpected = isOver || (refusal !== undefined && expected?.includes(refusal.code) === true);
  logAnswer(log, { system: "salesforce", operation, answer, reason: refusal?.code, isExpected });
}

/**
 * Statuses and codes of an ended session: also redirects, by which a renamed or moved org sends callers of its old
 * address to the new one, and a page without a code, from a host that no longer knows the API's paths.
 * A code that a trigger quotes is about the session of its own call.
 */
const OVER = [301, 302, 307, 308, 401, 421];
const NOT_HERE = ["INVALID_SESSION_ID", "URL_NOT_RESET", "ORG_NOT_OWNED_BY_INSTANCE", "HTTP_404"];

function isSessionOver({ answer: { status }, refusal }: Answered): boolean {
  return OVER.includes(status) || (refusal !== undefined && NOT_HERE.includes(refusal.code) && !isQuoted(refusal));
}

/** The org has moved, and its old host is gone or belongs to another org. Nothing was sent. */
const HOST_GONE = ["ENOTFOUND", "ECONNREFUSED", "EHOSTUNREACH", "ERR_TLS_CERT_ALTNAME_INVALID"];

function isHostGone(error: unknown): boolean {
  return error instanceof UnavailableError && HOST_GONE.includes(error.reason.code);
}
