import { commonFaults } from "../../../local/core/faults.ts";
import type { FaultFit, Rows } from "../../../local/core/fault-fit.ts";
import { isReading } from "../cases/alike.ts";
import { missedFindings } from "../cases/case.ts";
import { fitsOf } from "../cases/faults.ts";
import { striking } from "../cases/striking.ts";
import { finding, type Finding } from "../finding.ts";
import { type Call, placeOf } from "../simulation/call.ts";
import { deliverTogether, type Subscription } from "../simulation/deliver.ts";
import { isAcknowledged, type Delivery } from "../simulation/delivery.ts";
import { never } from "../simulation/network.ts";
import type { Intercept, Simulation } from "../simulation/simulation.ts";
import { messagesOf, type CleanBatch } from "./batch.ts";
import type { BatchDisturbance, Told } from "./batch-case.ts";
import { deliverRest, failedOf, peopleOf, replayAll } from "./deliveries.ts";

/** The process dies before and after each call. Messages already acknowledged are not delivered again. */
export function crashDisturbances({ batch, calls }: CleanBatch): BatchDisturbance[] {
  return calls.flatMap((call) =>
    [crash(false), crash(true)].map(({ disturbance, intercept }) => ({
      place: placeOf(call),
      operation: call.operation,
      disturbance,
      async run(simulation: Simulation, subscription: Subscription) {
        simulation.intercept = intercept(subscription, call);
        const deliveries = await deliverTogether(subscription, messagesOf(batch), 1);
        const missed = missedFindings(simulation, call);
        return {
          findings: [...missed, ...(await deliverRest(subscription, deliveries))],
          rule: "acknowledges a message of a batch before its effect is there: a process that ends then has lost it",
        };
      },
    })),
  );
}

function crash(isAfter: boolean) {
  const disturbance = isAfter ? "crash after" : "crash before";
  const intercept =
    (subscription: Subscription, { index }: Call): Intercept =>
    async (asked, proceed) => {
      if (asked.index !== index) return proceed();
      asked.disturbance = disturbance;
      if (isAfter) asked.answer = String((await proceed()).status);
      subscription.instance.kill();
      return never();
    };
  return { disturbance, intercept };
}

/** Each call fails as a whole: not answered, with or without effect; refused for good; refused with an unknown code. */
export function callDisturbances(simulation: Simulation, clean: CleanBatch): BatchDisturbance[] {
  return clean.calls.flatMap((call) => {
    const fits = fitsOf(simulation, call).filter(({ rule }) => rule.row === undefined && rule.rows === undefined);
    const chosen = [
      fits.find(({ name }) => name === "5xx-json"),
      fits.find(({ name }) => name === "apply-then-drop"),
      fits.find(({ isPermanent, refuses }) => isPermanent === true && refuses?.field === undefined),
      fits.find(({ isUnknown }) => isUnknown === true),
    ];
    // A lock on everything; a job that fails or hangs.
    const own = fits.filter(
      ({ refuses, isOneOfMany = false, rule }) =>
        refuses === undefined && !isOneOfMany && !(rule.fault in commonFaults),
    );
    return [...chosen, ...own].flatMap((fit) =>
      fit === undefined ? [] : struck(clean, { call, fit, place: placeOf(call) }),
    );
  });
}

/** Each row of each multi-row call is refused on its own. */
export function rowDisturbances(simulation: Simulation, clean: CleanBatch): BatchDisturbance[] {
  return clean.calls.flatMap((call) => {
    const rows = rowsOf(simulation, call);
    return Array.from({ length: rows?.count ?? 0 }, (_, index) => index + 1).flatMap((row) =>
      (rows?.refusals ?? []).map((fit) =>
        struck(clean, {
          call,
          fit: { ...fit, rule: { ...fit.rule, row } },
          place: `${placeOf(call)}, row ${row}`,
          ofOneRow: true,
        }),
      ),
    );
  });
}

/** The records that a call writes. */
export function rowsOf({ systems }: Simulation, { requestBody, ...call }: Call): Rows | undefined {
  return systems.find(({ name }) => name === call.system)?.rowsOf?.({ ...call, body: requestBody });
}

/** The call writes or reads several people's records. */
function isOfSeveral(simulation: Simulation, call: Call): boolean {
  return (rowsOf(simulation, call)?.count ?? 0) > 1 || isReading(simulation, call);
}

/** Each such call has its own record, and no other person has a part in its refusal. */
function isOfOneRecord(calls: readonly Call[], { operation, url }: Call): boolean {
  return calls.some((other) => other.operation === operation && other.url.pathname !== url.pathname);
}

interface Strike {
  readonly call: Call;
  readonly fit: FaultFit;
  readonly place: string;
  readonly ofOneRow?: boolean;
}

function struck({ batch, calls }: CleanBatch, { call, fit, place, ofOneRow = false }: Strike): BatchDisturbance {
  return {
    place,
    operation: call.operation,
    disturbance: fit.name,
    async run(simulation, subscription) {
      simulation.intercept = striking(simulation, fit, ({ index }) => index === call.index);
      const deliveries = await deliverTogether(subscription, messagesOf(batch), 1);
      simulation.faults.clear();
      const letters = [...simulation.deadLetters];
      const failed = failedOf(subscription, deliveries);
      const findings = [
        ...missedFindings(simulation, call),
        ...(ofOneRow ? rowFindings(failed, fit) : []),
        ...(isOfSeveral(simulation, call) || isOfOneRecord(calls, call) ? wholeFindings(failed, fit) : []),
        ...(letters.length > 0 && fit.isPermanent === false ? outageFindings(letters.length, fit) : []),
        ...(letters.length > 0 ? await replayAll(subscription, letters) : []),
        ...(await deliverRest(subscription, deliveries, fit)),
      ];
      return { findings, ...wrongEnd(deliveries, failed, fit) };
    },
  };
}

/** One person's error must not decide another's result. */
function rowFindings(failed: readonly Delivery[], { name, isPermanent }: FaultFit): Finding[] {
  if (peopleOf(failed) > 1)
    return [finding("batch", `fails other people's messages too where one row is refused (${name})`)];
  const retried = failed.filter((delivery) => !isAcknowledged(delivery));
  return isPermanent === true && retried.length > 0
    ? [finding("batch", `retries the message whose row is refused for ever (${name})`)]
    : [];
}

/** When a whole call is refused, any of the people in it may be the cause, and nobody knows which. */
function wholeFindings(failed: readonly Delivery[], { name }: FaultFit): Finding[] {
  const given = failed.filter(isAcknowledged);
  return peopleOf(given) > 1
    ? [finding("batch", `dead-letters several people's messages for what one call was refused (${name})`)]
    : [];
}

function outageFindings(count: number, { name }: FaultFit): Finding[] {
  return [finding("batch", `dead-letters ${count} messages for what is no message's fault (${name})`)];
}

function wrongEnd(
  deliveries: readonly Delivery[],
  failed: readonly Delivery[],
  { name }: FaultFit,
): Pick<Told, "rule"> {
  const all = failed.length === 0 ? "all" : `${deliveries.length - failed.length} of ${deliveries.length} messages`;
  return { rule: `acknowledges ${all} where something was refused (${name}), and the effect of one is not there` };
}
