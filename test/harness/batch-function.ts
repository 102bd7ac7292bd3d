import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../bundler/paths.ts";
import { VirtualClock } from "../../local/core/clock.ts";
import { startPubsub } from "../../local/pubsub/api/server.ts";
import { formsOf } from "./batch.ts";
import { environment, type FunctionProcess } from "./function-process.ts";
import { asDeclared } from "./subscription.ts";

/**
 * A folder with a batch handler of form.submitted, `form-batch`, from the sources as they are: it prints whose form it has done,
 * waits for MS_EACH, and says so.
 */
export async function batchFunction(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-batch-"));
  const serve = pathToFileURL(join(root, "functions/runtime/framework/serve-batch.ts")).href;
  const code = `import { serveBatchHandler } from ${JSON.stringify(serve)};
async function* run(events) {
  for (const event of events) {
    console.log(JSON.stringify({ message: "written", eventId: event.id }));
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.MS_EACH ?? 0)));
    yield { event };
  }
}
const handler = { name: "form-batch", eventType: "form.submitted", uses: [], batch: {}, run };
serveBatchHandler({ handler, validate: () => true }, []);
`;
  await writeFile(join(folder, "index.mjs"), code);
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", main: "index.mjs" }));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

const PROJECT = `projects/${environment["GOOGLE_CLOUD_PROJECT"]}`;
const [TOPIC, DEAD] = [`${PROJECT}/topics/form.submitted`, `${PROJECT}/topics/form-batch.dead-letter`];
const SUBSCRIPTION = `${PROJECT}/subscriptions/form-batch`;

/** The subscription of `form-batch` with these people's forms, over gRPC; leases and backoffs end when a test says so. */
export async function openFormBatch(people: readonly string[]) {
  const clock = new VirtualClock(Date.now());
  const { host, broker, close } = await startPubsub({ clock });
  for (const name of [TOPIC, DEAD]) broker.createTopic({ name });
  broker.createSubscription(asDeclared({ name: SUBSCRIPTION, topic: TOPIC, deadLetterTopic: DEAD }));
  const messages = formsOf(people).map(({ message: { attributes, data } }) => ({
    attributes,
    data: data.toString("base64"),
    orderingKey: "",
  }));
  broker.publish(TOPIC, messages);
  return {
    host,
    clock,
    /** The ids of the events that nobody has acknowledged. */
    waiting: () =>
      broker
        .state()
        .messages(SUBSCRIPTION)
        .map(({ attributes }) => attributes?.["ce-id"] ?? ""),
    removeSubscription: () => broker.deleteSubscription(SUBSCRIPTION),
    [Symbol.asyncDispose]: close,
  };
}

/** What Scheduler does. Resolves with the status, or with "gone" where there is no answer. */
export async function callBatch({ port }: FunctionProcess): Promise<number | string> {
  const answer = await fetch(`http://127.0.0.1:${await port}/`, { method: "POST" }).catch(() => undefined);
  return answer?.status ?? "gone";
}
