import { DEFAULT_ATTEMPTS } from "../../../functions/runtime/handle/give-up.ts";
import type { FaultFit } from "../../../local/core/system.ts";
import { breach, type Breach } from "../breach.ts";
import { type Call, ordinal } from "../calls.ts";
import { type Case, caseName, conclude, missedBreaches, rowOf, transientBreaches } from "../case.ts";
import { deliverOnce, deliverUntilAcknowledged, isAcknowledged, replay } from "../deliver.ts";
import { drawn, seededRandom, seedOf } from "../random.ts";
import { begin, type Clean, playUndisturbed } from "../scene.ts";
import { toMessage } from "../samples.ts";
import type { Direct, Stage } from "../stage.ts";
import { sceneName } from "./scene-name.ts";

/** Every call that the clean run makes × every fault that makes sense for it. */
export function faultCases(stage: Stage, clean: Clean): Case[] {
  return clean.calls.flatMap((call) => fitsOf(stage, call).map((fit) => faultCase(clean, call, fit)));
}

export function fitsOf(stage: Stage, call: Call): readonly FaultFit[] {
  return stage.systems.find(({ name }) => name === call.system)?.faultsFor(call) ?? [];
}

/** Has the fault strike the calls that are chosen. */
export function striking(stage: Stage, fit: FaultFit, isChosen: (call: Call) => boolean): Direct {
  return (call, proceed) => {
    if (!isChosen(call)) return proceed();
    call.disturbance = fit.name;
    // The rule added now is taken by this very call: the stand-in looks for one before it does anything else.
    stage.faults.add({ ...fit.rule, system: call.system, match: `${call.method} ${call.url.pathname}` });
    const response = proceed();
    if (stage.faults.list().at(-1)?.hits !== 1)
      throw new Error(`the fault ${fit.name} did not strike ${call.operation}`);
    return response;
  };
}

function faultCase(clean: Clean, call: Call, fit: FaultFit): Case {
  const { scene } = clean;
  return {
    property: "faults",
    name: caseName({ scene: sceneName(scene), operation: call.operation, column: fit.name, nth: call.nth }),
    row: rowOf(call),
    column: fit.name,
    disturbances: [{ fault: fit.name, operation: call.operation }],
    playExpected: (stage) => playUndisturbed(stage, scene),
    async play(stage) {
      const subscription = await begin(stage, scene);
      const message = toMessage(scene.sample.event);
      stage.direct = striking(stage, fit, ({ index }) => index === call.index);
      const run = await deliverOnce(subscription, message, 1);
      stage.faults.clear();
      const breaches: Breach[] = missedBreaches(stage, call);
      if (fit.isPermanent && stage.deadLetters.length > 0) {
        const { isAcknowledged: isReplayed } = await replay(subscription, message);
        if (!isReplayed) breaches.push(breach("verdicts", "is not acknowledged when it is replayed"));
      } else if (fit.isPermanent && !isAcknowledged(run)) {
        breaches.push(
          breach("verdicts", `retries what ${call.system} has refused for ever (${run.reason ?? "no reason"})`),
        );
        await deliverUntilAcknowledged(subscription, message, { from: 2 });
      } else {
        const isDone =
          isAcknowledged(run) || (await deliverUntilAcknowledged(subscription, message, { from: 2 })).isAcknowledged;
        breaches.push(...transientBreaches(stage, isDone));
      }
      return conclude(stage, "faults", [clean.snapshot], breaches);
    },
  };
}

/** Every fault that is no refusal lasts for longer than an unknown error is retried: it must not be taken for one. */
export function lastingFaultCases(stage: Stage, clean: Clean, calls: readonly Call[]): Case[] {
  const deliveries = (clean.scene.handler.handler.delivery?.attempts ?? DEFAULT_ATTEMPTS) + 1;
  return calls.flatMap((call) =>
    fitsOf(stage, call)
      .filter(isTransient)
      .map((fit) => lastingFaultCase(clean, call, fit, deliveries)),
  );
}

function isTransient({ isPermanent }: FaultFit): boolean {
  return !isPermanent;
}

function lastingFaultCase(clean: Clean, call: Call, fit: FaultFit, deliveries: number): Case {
  const { scene } = clean;
  const column = `${fit.name} ${deliveries} times`;
  return {
    property: "verdicts",
    name: caseName({ scene: sceneName(scene), operation: call.operation, column, nth: call.nth }),
    row: rowOf(call),
    column,
    disturbances: [{ fault: fit.name, operation: call.operation }],
    playExpected: (stage) => playUndisturbed(stage, scene),
    async play(stage) {
      const subscription = await begin(stage, scene);
      const isIt = ({ delivery, operation, nth }: Call) =>
        delivery <= deliveries && operation === call.operation && nth === call.nth;
      stage.direct = striking(stage, fit, isIt);
      const before = () => stage.faults.clear();
      const { isAcknowledged: isDone } = await deliverUntilAcknowledged(subscription, toMessage(scene.sample.event), {
        before,
      });
      return conclude(stage, "verdicts", [clean.snapshot], transientBreaches(stage, isDone));
    },
  };
}

/** Two faults one after another, drawn from a seed: the second strikes in a redelivery, or later in the first if that survives. */
export function twoFaultCases(
  stage: Stage,
  clean: Clean,
  { seed, count }: { readonly seed: number; readonly count: number },
): Case[] {
  const random = seededRandom(seedOf(seed, sceneName(clean.scene).join(" ")));
  const cases = new Map<string, Case>();
  for (let index = 0; index < count; index += 1) {
    const pair = [drawStrike(stage, clean, random), drawStrike(stage, clean, random)];
    const [first, second] = pair;
    if (first === undefined || second === undefined) continue;
    const one = twoFaultCase(clean, first, second);
    cases.set(one.name, one);
  }
  return [...cases.values()];
}

interface Strike {
  readonly call: Call;
  readonly fit: FaultFit;
}

function drawStrike(stage: Stage, clean: Clean, random: () => number): Strike | undefined {
  const call = drawn(clean.calls, random);
  const fits = call === undefined ? [] : fitsOf(stage, call).filter(isTransient);
  const fit = drawn(fits, random);
  return call === undefined || fit === undefined ? undefined : { call, fit };
}

function twoFaultCase(clean: Clean, first: Strike, second: Strike): Case {
  const { scene } = clean;
  const then = `${first.fit.name}, then ${second.fit.name} at ${second.call.operation} (${ordinal(second.call.nth)})`;
  return {
    property: "faults",
    name: caseName({ scene: sceneName(scene), operation: first.call.operation, column: then, nth: first.call.nth }),
    row: rowOf(first.call),
    column: "two faults",
    disturbances: [first, second].map(({ call, fit }) => ({ fault: fit.name, operation: call.operation })),
    playExpected: (stage) => playUndisturbed(stage, scene),
    async play(stage) {
      const subscription = await begin(stage, scene);
      let struck = 0;
      stage.direct = (call, proceed) => {
        const { call: target, fit } = struck === 0 ? first : second;
        const isIt = struck < 2 && call.operation === target.operation && call.nth === target.nth;
        if (!isIt) return proceed();
        struck += 1;
        return striking(stage, fit, () => true)(call, proceed);
      };
      const message = toMessage(scene.sample.event);
      const before = () => stage.faults.clear();
      const { isAcknowledged: isDone } = await deliverUntilAcknowledged(subscription, message, { before });
      stage.faults.clear();
      return conclude(stage, "faults", [clean.snapshot], transientBreaches(stage, isDone));
    },
  };
}
