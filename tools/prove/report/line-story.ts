import type { ProofStory, StoryCall, StoryDelivery } from "../../../local/console/contract/proof.ts";
import { commandFor } from "./command.ts";
import { handlerOf } from "../cases/find-case.ts";
import type { Story, ToldDelivery } from "../story/story.ts";

const LONGEST_BODY = 2000;

/** The story in the form that the console's page shows. */
export function lineStory(story: Story, seed: number): ProofStory {
  const { name, findings, says, expected, actual, worlds, turningPoint = null } = story;
  return {
    name,
    handler: handlerOf(name),
    command: commandFor(name, seed),
    findings,
    ...(says === undefined ? {} : { says }),
    expected: expected.map(lineDelivery),
    actual: actual.map(lineDelivery),
    worlds,
    turningPoint,
  };
}

function lineDelivery(delivery: ToldDelivery): StoryDelivery {
  const { number, handler, event, atSeconds, status = null, reason = null, calls, callsInTime, batch } = delivery;
  return {
    number,
    handler,
    event,
    atSeconds,
    status,
    reason,
    calls: calls.map((call, place) => lineCall(call, place >= callsInTime)),
    batch: batch?.length ?? null,
  };
}

function lineCall(call: ToldDelivery["calls"][number], isLate: boolean): StoryCall {
  const { index, operation, answer = null, disturbance = null, meaning = null, requestBody, answerBody } = call;
  return {
    index,
    operation,
    answer,
    disturbance,
    meaning,
    request: requestBody.slice(0, LONGEST_BODY),
    answerBody: answerBody.slice(0, LONGEST_BODY),
    isLate,
  };
}
