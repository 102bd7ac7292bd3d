import { REPLAY_HANDLER } from "../../../functions/runtime/pubsub/message.ts";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { type Breach, breach } from "../breach.ts";
import { type Case, conclude } from "../case.ts";
import { deliverUntilAcknowledged, pass, type Subscription } from "../deliver.ts";
import { begin, type Clean, playUndisturbed } from "../scene.ts";
import { toMessage } from "../samples.ts";
import type { Stage } from "../stage.ts";
import { sceneName } from "./scene-name.ts";

export const WHOLE_DELIVERY = "the whole delivery";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3600 * 1000;

interface Repetition {
  readonly column: string;
  readonly afterMs: number;
  readonly onNewInstance: boolean;
  readonly isReplay?: boolean;
}

/** The event is delivered again after its success. */
export function duplicateCases({ systems }: Stage, clean: Clean): Case[] {
  const windows = systems.map(({ deduplicationMs }) => deduplicationMs).filter((window) => window !== undefined);
  const repetitions: Repetition[] = [
    { column: "twice in a row", afterMs: 0, onNewInstance: false },
    { column: "again after 10 minutes", afterMs: 10 * MINUTE_MS, onNewInstance: true },
    { column: "again after a week", afterMs: 7 * DAY_MS, onNewInstance: true },
    { column: "replayed after its success", afterMs: DAY_MS, onNewInstance: true, isReplay: true },
    ...windows.map((window) => ({
      column: "again after the vendor has forgotten it",
      afterMs: window + MINUTE_MS,
      onNewInstance: true,
    })),
  ];
  return repetitions.map((repetition) => duplicateCase(clean, repetition));
}

function duplicateCase(clean: Clean, { column, afterMs, onNewInstance, isReplay = false }: Repetition): Case {
  const { scene } = clean;
  return {
    property: "duplicates",
    name: [...sceneName(scene), WHOLE_DELIVERY, column].join(" · "),
    row: WHOLE_DELIVERY,
    column,
    disturbances: [{ fault: column, operation: WHOLE_DELIVERY }],
    playExpected: (stage) => playUndisturbed(stage, scene),
    async play(stage) {
      const subscription = await begin(stage, scene);
      const message = toMessage(scene.sample.event);
      await deliverUntilAcknowledged(subscription, message);
      await pass(stage, afterMs);
      if (onNewInstance) subscription.instance.kill();
      const attributes = {
        ...message.attributes,
        ...(isReplay ? { [REPLAY_HANDLER]: handlerName(scene.handler.handler) } : {}),
      };
      const breaches = await deliverAgain(subscription, { ...message, attributes });
      return conclude(stage, "duplicates", [clean.snapshot], breaches);
    },
  };
}

/** The effect is there: the event must be acknowledged, if not at once (an index may lag), then soon. */
async function deliverAgain(subscription: Subscription, message: ReturnType<typeof toMessage>): Promise<Breach[]> {
  const { isAcknowledged } = await deliverUntilAcknowledged(subscription, message);
  if (isAcknowledged && subscription.stage.deadLetters.length === 0) return [];
  return [breach("duplicates", "reports what has happened as failed for ever when it is delivered again")];
}
