import { readSending, type Sending, usage } from "./arguments.ts";
import { runCommand } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { earlierMessages, type Fate, followDeliveries, unheardOf, whileItRuns } from "./deliveries.ts";
import { reportFault, setFault } from "./faults.ts";
import { sendMany } from "./many.ts";
import { newPlaces } from "../../local/console/send/set-in.ts";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { freshOf } from "../../local/console/send/sample.ts";
import { readSample, type Template } from "./samples.ts";
import { type Answered, openSender, type Send, spellQuarantined } from "./webhook.ts";

/** More are not followed, because the runner lists only its latest deliveries. */
const MOST_FOLLOWED = 200;

/** `npm run send`. @returns the exit code */
export function runSend(texts: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(terminal, usage, () => send(readSending(texts, terminal.environment)), 2);
}

async function send(sending: Sending): Promise<number> {
  const { url, source, what, fault } = sending;
  const sample = readSample(source, what);
  freshOf(sample, sending); // checks --set before anything is sent
  for (const { path, known } of newPlaces(freshOf(sample, { ...sending, set: {} }).body, Object.keys(sending.set)))
    console.error(`The sample has no ${path}, and it is sent in addition; ${didYouMean(path, known)}`);
  const sender = await openSender(url, source, sending.id !== undefined && sending.count === 1);
  if (fault !== undefined) await setFault(url, fault, sending);

  const earlier = await earlierMessages(url);
  const answers = sending.count > 1 ? await sendMany(sample, sending, sender) : await sendOne(sample, sending, sender);
  for (const line of spellQuarantined(source, freshOf(sample, sending).body, answers)) console.log(line);
  const fate = await whileItRuns(url, () => follow(sending, answers, earlier));
  const isAccepted = answers.every(({ status, outcome }) => status < 300 && outcome !== "quarantined");
  return isAccepted && fate === "handled" ? 0 : 1;
}

async function follow(
  { url, source, count, fault, timeoutMs }: Sending,
  answers: readonly Answered[],
  earlier: ReadonlySet<string>,
): Promise<Fate> {
  const events = [...new Set(answers.flatMap((answer) => answer.events))];
  const unheard = await unheardOf(url, source, events);
  for (const type of new Set(unheard.values()))
    console.log(`  no handler takes ${type} yet: npm run new -- handler ${type} --uses …`);
  const followed = events.filter((id) => !unheard.has(id));
  const isFollowed = followed.length <= MOST_FOLLOWED;
  const tell = count > 1 ? () => {} : undefined;
  const fate = isFollowed ? await followDeliveries(url, followed, { earlier, timeoutMs, tell }) : "handled";
  if (count > 1 && followed.length > 0) console.log(isFollowed ? `  finally: ${fate}` : "  too many to follow");
  if (fault !== undefined) await reportFault(url, fate, events, earlier);
  return fate;
}

async function sendOne(sample: Template, sending: Sending, sender: Send): Promise<Answered[]> {
  const webhook = freshOf(sample, sending);
  const answers = [];
  for (let time = 0; time < (sending.isTwice ? 2 : 1); time += 1) {
    const answer = await sender(webhook, sending.tamper);
    console.log(`${answer.status} ${answer.text.trim()}`);
    answers.push(answer);
  }
  return answers;
}
