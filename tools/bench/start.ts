import { topicPath } from "../../local/runner/functions/topics.ts";
import { startWorld } from "../../local/runner/world.ts";
import { byTurns } from "./by-turns.ts";
import type { Result } from "./figure.ts";
import { newFill, pushOf, webhookOf } from "./fills.ts";
import { post, type PostRequest } from "./requests.ts";
import { readSubjects } from "./subjects.ts";
import { startSubject, type Subject } from "./subject.ts";

/** From spawning to the first answer: the wait of a sender or Pub/Sub when a function scales from zero. */
export async function benchStart({ rounds }: { rounds: number }): Promise<Result> {
  const world = await startWorld(() => Promise.reject(new Error("nothing is pushed here")));
  try {
    world.pubsub.broker.createTopic({ name: topicPath("form.submitted") });
    const { source, handler, hello, official } = await readSubjects(world.addresses);
    const ms = await byTurns(rounds, {
      hello: () => timeStart(hello, webhook(), 201),
      source: () => timeStart(source, webhook(), 201),
      official: () => timeStart(official, webhook(), 201),
      handler: () => timeStart(handler, push(), 204),
    });
    const peer = { name: "hello", measured: ms.hello };
    return {
      figures: [
        { what: "source: spawn → first published answer", unit: "ms", measured: ms.source, peer, goal: 1.1 },
        { what: "  the same by hand with publishMessage", unit: "ms", measured: ms.official, peer },
        {
          what: "  source against the one by hand",
          unit: "ms",
          measured: ms.source,
          peer: { name: "by hand", measured: ms.official },
        },
        { what: "handler: spawn → first event's effect", unit: "ms", measured: ms.handler, peer, goal: 1.4 },
      ],
      notes: [],
    };
  } finally {
    await world.close();
  }
}

const webhook = () => webhookOf(newFill());
const push = () => pushOf(newFill());

async function timeStart(subject: Subject, request: PostRequest, wanted: number): Promise<number> {
  const started = performance.now();
  const running = await startSubject(subject);
  const { status, body } = await post(running, request);
  const ms = performance.now() - started;
  await running.end();
  if (status !== wanted) throw new Error(`The function ${subject.name} answered ${status}, not ${wanted}: ${body}`);
  return ms;
}
