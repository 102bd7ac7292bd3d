import { randomBytes } from "node:crypto";
import { dist as built } from "../../../bundler/paths.ts";
import { connectPubsub } from "../../../local/console/dead-letters/pubsub.ts";
import { DRILL, type Message } from "../../../functions/runtime/pubsub/message.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { findPlace, prefixOf } from "../../place.ts";
import { readSamples, rewritten, toMessage } from "../../prove/events/samples.ts";
import { deadLetters } from "../../dead-letters/main.ts";
import { askWithCredentials, endpoints } from "../../google/ask.ts";
import type { DrillCommand } from "../arguments.ts";
import type { Invocation } from "../invocation.ts";
import { drill } from "./drill.ts";
import type { Lane } from "./lane.ts";
import { localLane } from "./local.ts";
import { projectLane } from "./project.ts";
import { runnerUrl } from "../../runner/address.ts";
import { askOnTerminal } from "../../terminal.ts";

/**
 * `npm run doctor -- --drill`.
 * @returns the exit code: 0 everything was seen, 1 nobody agreed
 * @throws UsageError if nobody can be asked
 */
export async function runDrill({ drill: at, isAgreed }: DrillCommand, invocation: Invocation): Promise<number> {
  const { environment, print, complain, answer = askOnTerminal, now = Date.now, dist = built } = invocation;
  const lane = await openLane(at, invocation);
  print(
    `A drill in ${lane.where}: three forms are sent, records are written and taken away again, dead letters made and discarded.`,
  );
  if (at.project !== undefined)
    print("Whoever is paged for dead letters will be paged. What is written to the systems is real.");
  if (!isAgreed && (await answer("Go on? Type yes: ")).trim() !== "yes") {
    complain("Nothing was sent.");
    return 1;
  }
  const { signal } = new AbortController();
  const silent = { environment, dist, print: () => {}, complain, signal };
  const options = { print, now, mark: randomBytes(4).toString("hex") };
  const pubsub = await connectPubsub(await findPlace(lane.place, environment));
  try {
    const poison = async (mark: string) => {
      await pubsub.publish(EVENT_TYPE, poisonOf(mark));
      return `drill_${mark}`;
    };
    const refused = async (address: string) => {
      const event = refusedOnce(address);
      await pubsub.publish(EVENT_TYPE, event);
      return event.attributes["ce-id"] ?? "";
    };
    await drill(lane, { ...options, refused, poison, deadLetters: (texts) => deadLetters(texts, silent) });
  } finally {
    await pubsub.close();
  }
  return 0;
}

const EVENT_TYPE = "form.submitted";

/** A sample with that address that each handler refuses at the first attempt. */
function refusedOnce(address: string): Message {
  const [sample] = readSamples(EVENT_TYPE);
  if (sample === undefined) throw new UsageError(`samples/events/${EVENT_TYPE} has no sample to send.`);
  const id = `drill_${randomBytes(4).toString("hex")}`;
  const message = toMessage(rewritten(sample.event, { email: address, at: Date.now(), id }));
  return { ...message, attributes: { ...message.attributes, [DRILL.name]: DRILL.value } };
}

/** A message that violates the event's schema, so that each handler gives it up at once. */
function poisonOf(mark: string): Message {
  const attributes = {
    "ce-specversion": "1.0",
    "ce-id": `drill_${mark}`,
    "ce-source": "/sources/app",
    "ce-type": EVENT_TYPE,
    "ce-subject": `drill-${mark}@example.com`,
    "ce-time": new Date().toISOString(),
  };
  return { data: Buffer.from("{}"), attributes, orderingKey: attributes["ce-subject"] };
}

async function openLane(
  { project, prefix, url }: DrillCommand["drill"],
  { environment, ask }: Invocation,
): Promise<Lane> {
  if (project === undefined) return localLane(runnerUrl(environment));
  const secret = environment["DRILL_SECRET"] ?? "";
  if (secret === "")
    throw new UsageError(
      "DRILL_SECRET is not set: it holds the signing secret of the source app, as Secret Manager has it.",
    );
  const google = { project, urls: endpoints, ask: ask ?? askWithCredentials(project) };
  return projectLane(google, { url, secret, prefix: prefixOf({ prefix }, environment) });
}
