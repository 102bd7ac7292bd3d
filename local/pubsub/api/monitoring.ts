import type { Broker } from "../broker/broker.ts";
import { StatusError } from "../state/status.ts";

const WAITING = "pubsub.googleapis.com/subscription/num_undelivered_messages";

/**
 * The part of Cloud Monitoring about Pub/Sub that Pub/Sub itself lacks: each subscription's backlog, as one current
 * point. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
 */
export function listTimeSeries(broker: Broker, project: string, query: URLSearchParams): object {
  const filter = query.get("filter") ?? "";
  if (filter !== `metric.type="${WAITING}"`)
    throw new StatusError("UNIMPLEMENTED", `The embedded Monitoring knows of metric.type="${WAITING}" alone.`);
  const endTime = query.get("interval.endTime");
  if (endTime === null || Number.isNaN(Date.parse(endTime)))
    throw new StatusError("INVALID_ARGUMENT", "Field interval.endTime had an invalid value.");
  const ofProject = broker.state().subscriptions.filter(({ name }) => name.startsWith(`${project}/`));
  return {
    timeSeries: ofProject.map(({ name, undelivered }) => ({
      metric: { type: WAITING },
      resource: {
        type: "pubsub_subscription",
        labels: { project_id: project.slice("projects/".length), subscription_id: name.split("/").at(-1) },
      },
      metricKind: "GAUGE",
      valueType: "INT64",
      points: [{ interval: { startTime: endTime, endTime }, value: { int64Value: String(undelivered) } }],
    })),
    unit: "1",
  };
}
