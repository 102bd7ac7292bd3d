import { performance } from "node:perf_hooks";
import { UsageError } from "../../local/core/problems.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sending } from "./arguments.ts";
import { freshOf } from "../../local/console/send/sample.ts";
import type { Template } from "./samples.ts";
import type { Answered, Send } from "./webhook.ts";

type Sent = Pick<Sending, "count" | "rate" | "email" | "tamper"> & Partial<Sending>;

/**
 * Sends webhooks at a fixed rate, each with its own id and, unless an e-mail is given, its own person.
 * @throws UsageError with the number of answers, at the first that fails
 */
export async function sendMany(sample: Template, sending: Sent, send: Send): Promise<Answered[]> {
  const { count, rate, email, tamper } = sending;
  const started = performance.now();
  const failure = new AbortController();
  let answered = 0;
  const sent = Array.from({ length: count }, async (_, index) => {
    await sleep((1000 * index) / rate, undefined, failure);
    const webhook = freshOf(sample, { ...sending, id: undefined, email: email ?? `guest-${index + 1}@example.com` });
    const answer = await send(webhook, tamper);
    answered += 1;
    return answer;
  });
  const answers = await Promise.all(sent).catch((cause: Error) => {
    failure.abort();
    throw new UsageError(`${cause.message}\n${answered} of ${count} were answered before that.`, { cause });
  });
  const seconds = (performance.now() - started) / 1000;
  console.log(`${count} sent in ${seconds.toFixed(1)} s:`);
  const outcomes = Map.groupBy(answers, ({ status, outcome }) => `${status} ${outcome}`.trimEnd());
  for (const [outcome, ofOne] of outcomes) console.log(`  ${outcome}: ${ofOne.length}`);
  return answers;
}
