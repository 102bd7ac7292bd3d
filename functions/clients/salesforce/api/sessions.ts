import type { Caller } from "../../outgoing/exchange.ts";
import { orDeadline } from "./deadline.ts";
import type { Session } from "./login.ts";

/** The one session shared by all events of an instance. */
export interface Sessions {
  /** The current session; logs in if there is none, once for all callers. */
  current(caller: Caller): Promise<Session>;
  /** A newer session than the refused one; another event may have obtained it already. */
  renew(refused: Session, caller: Caller): Promise<Session>;
}

export function createSessions(logIn: (caller: Caller) => Promise<Session>): Sessions {
  let session: Session | undefined;
  let login: Promise<Session> | undefined;
  const current = async (caller: Caller) => {
    if (session !== undefined) return session;
    // Without the caller's signal: others wait for this login too, and it must not fail at one event's deadline.
    login ??= logIn({ log: caller.log, traceparent: caller.traceparent })
      .then((fresh) => (session = fresh))
      .finally(() => {
        login = undefined;
      });
    return orDeadline(login, caller.signal, "salesforce's login was not done by the event's deadline");
  };
  return {
    current,
    renew(refused, caller) {
      if (session === refused) session = undefined;
      return current(caller);
    },
  };
}
