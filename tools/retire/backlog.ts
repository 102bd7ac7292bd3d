import { PubSub, v1 } from "@google-cloud/pubsub";
import { missingCredentials } from "../../local/core/credentials.ts";
import { CommandError } from "../../local/core/problems.ts";

/** How many messages wait in a subscription; undefined when nobody can tell. */
export type CountBacklog = (subscription: string) => Promise<number | undefined>;

/** Gets a URL of Google's with the caller's credentials, as JSON. */
export type Get = (url: string) => Promise<unknown>;

const METRIC = "pubsub.googleapis.com/subscription/num_undelivered_messages";
const WINDOW_MS = 10 * 60_000;
const PAGE = 1000;
const TIMEOUT_MS = 15_000;

/** Counts in a real project, or in the Pub/Sub on this machine that PUBSUB_EMULATOR_HOST names. */
export function backlogOf(project: string, environment: Readonly<Record<string, string | undefined>>): CountBacklog {
  const host = environment["PUBSUB_EMULATOR_HOST"];
  return host === undefined || host === ""
    ? countByMonitoring(project, getWithCredentials(project))
    : countByPull(project, host);
}

/**
 * Pub/Sub itself tells no count, and nobody may pull from a subscription that is pushed; Monitoring has both, some minutes
 * old: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
 */
export function countByMonitoring(project: string, get: Get, now: () => number = Date.now): CountBacklog {
  return async (subscription) => {
    const query = new URLSearchParams({
      filter: `metric.type="${METRIC}" AND resource.labels.subscription_id="${subscription}"`,
      "interval.startTime": new Date(now() - WINDOW_MS).toISOString(),
      "interval.endTime": new Date(now()).toISOString(),
    });
    return newestValue(
      await get(`https://monitoring.googleapis.com/v3/projects/${project}/timeSeries?${query.toString()}`),
    );
  };
}

/** Points come newest first, their numbers as text. */
function newestValue(answer: unknown): number | undefined {
  const series = listIn(answer, "timeSeries").flatMap((one) => listIn(one, "points").slice(0, 1));
  const counts = series.map((point) => Number(propertyOf(propertyOf(point, "value"), "int64Value")));
  return counts.length === 0 || counts.some(Number.isNaN) ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = propertyOf(value, key);
  return Array.isArray(list) ? list : [];
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function getWithCredentials(project: string): Get {
  return async (url) => {
    try {
      return (await new PubSub({ projectId: project }).auth.request({ url, timeout: TIMEOUT_MS })).data;
    } catch (cause) {
      throw new CommandError(
        missingCredentials(cause, project) ??
          `Monitoring does not tell what waits in project ${project}: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  };
}

/** What runs on one machine has no Monitoring: borrows the messages, and gives them back at once. */
function countByPull(project: string, host: string): CountBacklog {
  return async (name) => {
    const options = {
      projectId: project,
      apiEndpoint: host,
      "grpc.enable_http_proxy": 0,
      clientOptions: { universeDomain: "googleapis.com" },
    };
    const config = (await new PubSub(options).getClientConfig()) as ConstructorParameters<
      typeof v1.SubscriberClient
    >[0]; // the library's two declarations of the port disagree
    const subscriber = new v1.SubscriberClient(config);
    const subscription = `projects/${project}/subscriptions/${name}`;
    try {
      const [{ receivedMessages }] = await subscriber.pull(
        { subscription, maxMessages: PAGE, returnImmediately: true },
        { timeout: TIMEOUT_MS },
      );
      const ackIds = (receivedMessages ?? []).map(({ ackId }) => ackId ?? "");
      if (ackIds.length > 0) await subscriber.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 0 });
      return ackIds.length;
    } catch {
      return undefined; // one that is pushed, or none of that name
    } finally {
      await subscriber.close();
    }
  };
}
