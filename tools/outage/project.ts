import { deadLetterTopic } from "../../functions/runtime/pubsub/names.ts";
import { readState, UPDATE_MASK } from "../../functions/runtime/pubsub/subscriptions.ts";
import { pause, type Place, resume, viewOf } from "../../local/console/handlers/pausing.ts";
import { type Ask, askWithCredentials, endpoints, type Endpoints } from "../google/ask.ts";
import { type Deployed, readDeployed } from "./deployed.ts";
import type { Desk } from "./runner.ts";
import { newestValues } from "../../functions/runtime/pubsub/metrics.ts";

/** Default: Google's own, with this account's credentials. */
interface ProjectOptions {
  readonly ask?: Ask;
  readonly urls?: Pick<Endpoints, "functions" | "monitoring" | "pubsub">;
  readonly now?: () => number;
}

/** The handlers of a Google Cloud project, from its keeper. */
export async function openProject(
  project: string,
  prefix: string,
  { ask = askWithCredentials(project), urls = endpoints, now = Date.now }: ProjectOptions = {},
): Promise<Desk> {
  const handlers = await readDeployed(project, prefix, ask, urls.functions);
  const place = placeOf({ project, ask, url: urls.pubsub, now }, handlers);
  const list = async () => {
    const [counts, states] = await Promise.all([
      countMessages(project, ask, urls.monitoring, now()),
      Promise.all(handlers.map(({ name }) => place.subscriptions.get(name))),
    ]);
    return handlers.map((handled, index) =>
      viewOf(handled, states[index] ?? {}, {
        backlog: counts.waiting(handled.subscription),
        oldestSeconds: counts.oldestSeconds(handled.subscription),
        deadLetters: counts.waiting(deadLetterTopic(handled.subscription)),
        perMinute: counts.perMinute(handled.subscription),
      }),
    );
  };
  const among = async (names: readonly string[]) => (await list()).filter(({ name }) => names.includes(name));
  return {
    list,
    pause: async (wanted, request) => among(await pause(wanted, request, place)),
    resume: async (wanted) => among(await resume(wanted, place)),
  };
}

interface Where {
  readonly project: string;
  readonly ask: Ask;
  readonly url: string;
  readonly now: () => number;
}

function placeOf({ project, ask, url, now }: Where, handlers: readonly Deployed[]): Place {
  const pathOf = (name: string) => {
    const { subscription = name } = handlers.find((one) => one.name === name) ?? {};
    return `${url}/v1/projects/${project}/subscriptions/${subscription}`;
  };
  return {
    handlers,
    now,
    subscriptions: {
      get: async (name) => readState(await ask("GET", pathOf(name))),
      patch: async (name, subscription) =>
        void (await ask("PATCH", pathOf(name), { subscription, updateMask: UPDATE_MASK })),
    },
  };
}

/** Monitoring's counts by subscription; null if it has none. */
interface MessageCounts {
  waiting(subscription: string): number | null;
  oldestSeconds(subscription: string): number | null;
  perMinute(subscription: string): number | null;
}

const RATE = {
  "aggregation.alignmentPeriod": "300s",
  "aggregation.perSeriesAligner": "ALIGN_RATE",
  "aggregation.crossSeriesReducer": "REDUCE_SUM",
  "aggregation.groupByFields": "resource.label.subscription_id",
};

/** For all subscriptions at once. */
async function countMessages(project: string, ask: Ask, url: string, now: number): Promise<MessageCounts> {
  const list = (query: string) => ask("GET", `${url}/v3/projects/${project}/timeSeries?${query}`);
  const newest = (metric: string, aggregation = {}) => newestValues(list, { metric, now, aggregation });
  const [waiting, oldest, handled] = await Promise.all([
    newest("num_undelivered_messages"),
    newest("oldest_unacked_message_age"),
    newest("ack_message_count", RATE),
  ]);
  return {
    waiting: (name) => waiting.get(name) ?? null,
    oldestSeconds: (name) => (waiting.get(name) === 0 ? null : (oldest.get(name) ?? null)),
    perMinute: (name) => {
      const perSecond = handled.get(name);
      return perSecond === undefined ? null : perSecond * 60;
    },
  };
}
