import { orAbort } from "../../../runtime/clock.ts";
import { UnavailableError } from "../../../runtime/define/errors.ts";
import type { Caller } from "../../outgoing/exchange.ts";
import type { Session } from "./login.ts";

/** The one session that all events of an instance share. */
export interface Sessions {
  /** The present session; logs in where there is none, once for all who wait. */
  current(caller: Caller): Promise<Session>;
  /** A session newer than the one that was refused: another event may have got it already. */
  renew(refused: Session, caller: Caller): Promise<Session>;
}

export function createSessions(logIn: (caller: Caller) => Promise<Session>): Sessions {
  let session: Session | undefined;
  let login: Promise<Session> | undefined;
  const current = async (caller: Caller) => {
    if (session !== undefined) return session;
    // Without the caller's signal: others wait for this login, and must not fail at its event's deadline.
    login ??= logIn({ log: caller.log })
      .then((fresh) => (session = fresh))
      .finally(() => {
        login = undefined;
      });
    return orDeadline(login, caller.signal);
  };
  return {
    current,
    renew(refused, caller) {
      if (session === refused) session = undefined;
      return current(caller);
    },
  };
}

async function orDeadline(login: Promise<Session>, signal: AbortSignal | undefined): Promise<Session> {
  if (signal === undefined) return login;
  try {
    return await orAbort(login, signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    throw new UnavailableError(
      "salesforce's login was not done by the event's deadline",
      { code: "DEADLINE", system: "salesforce" },
      { cause: error },
    );
  }
}
