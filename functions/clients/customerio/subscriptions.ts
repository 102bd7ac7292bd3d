import { orAbort } from "../../runtime/clock.ts";
import { UnexpectedRefusalError } from "../../runtime/define/errors.ts";
import type { Caller } from "../outgoing/exchange.ts";
import { createPace } from "../outgoing/pace.ts";
import { type AppApi, findDecided, readSubscription } from "./app-api.ts";
import type { Subscription } from "./customer-io.ts";

/** https://docs.customer.io/api/app/ The limit applies to the whole workspace. */
const MOST_CALLS_PER_SECOND = 10;

/** The maximum size of a filter is not documented: if one is refused, all are looked up alone. */
const MOST_TOGETHER = 50;

interface Question {
  readonly caller: Caller;
  readonly email: string;
  readonly answer: (subscription: Subscription | Promise<Subscription>) => void;
}

/**
 * See CustomerIo.hasUnsubscribed. A person is asked for alone while there is a free turn. In a burst, those who wait
 * for a turn are looked up together, and alone only if they have ever said anything: so five hundred forms a second
 * wait no longer than one.
 */
export function createSubscriptions(app: AppApi): (caller: Caller, email: string) => Promise<Subscription> {
  const pace = createPace(app.line.clock, MOST_CALLS_PER_SECOND);
  let waiting: Question[] = [];

  async function askTogether(): Promise<void> {
    await pace.wait();
    const questions = waiting.slice(0, MOST_TOGETHER);
    waiting = waiting.slice(MOST_TOGETHER);
    if (waiting.length > 0) void askTogether();
    const open = questions.filter(({ caller }) => caller.signal?.aborted !== true);
    const [first] = open;
    if (first === undefined) return;
    if (open.length === 1) return first.answer(readSubscription(app, first.caller, first.email));
    // On behalf of all: one that is aborted must not abort the others.
    const { signal: _, ...caller } = first.caller;
    const decided = findDecided(
      app,
      caller,
      open.map(({ email }) => email),
    ).catch((error: unknown) => {
      if (error instanceof UnexpectedRefusalError) return undefined;
      throw error;
    });
    for (const { answer, caller: asking, email } of open)
      answer(
        decided.then(async (emails) => {
          if (emails?.has(email.toLowerCase()) === false) return { unsubscribed: false };
          await pace.wait(asking.signal);
          return readSubscription(app, asking, email);
        }),
      );
  }

  return async (caller, email) => {
    if (pace.isFree()) {
      await pace.wait(caller.signal);
      return readSubscription(app, caller, email);
    }
    const answered = new Promise<Subscription>((answer) => {
      waiting.push({ caller, email, answer });
      if (waiting.length === 1) void askTogether();
    });
    return caller.signal === undefined ? answered : orAbort(answered, caller.signal);
  };
}
