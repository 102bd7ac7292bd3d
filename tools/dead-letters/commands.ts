import type { LetterGroup } from "../../local/console/contract/dead-letters.ts";
import type { Command } from "./arguments.ts";
import { checkHandlers, isSelected, missingHandlers, noneFits, severalHandlers } from "./filters.ts";
import { discard, restore } from "../../local/console/dead-letters/discarding.ts";
import { isCalled, type Letter, readLetter, reasonLine, NO_REASON } from "../../local/console/dead-letters/letters.ts";
import { byHeading, groupsOf, headingOf, timeOf } from "../../local/console/dead-letters/groups.ts";
import { foretell } from "./foretelling.ts";
import { type Look, withDeadLetters } from "../../local/console/dead-letters/look.ts";
import { topicsToLookAt } from "../../local/console/dead-letters/place.ts";
import { identify, outcomeLine } from "./outcomes.ts";
import { counted, printable, printableJson, age } from "../printing.ts";
import { pull } from "./pulling.ts";
import { replayLetters } from "./replaying.ts";
import type { Given, Surroundings } from "./surroundings.ts";
import { alignRows } from "../table.ts";
import { parseJson } from "../../functions/runtime/reading/json.ts";

/** The verbs of commands that change letters. */
const DONE_TO_LETTERS: Partial<Record<Command["name"], string>> = {
  replay: "replayed",
  discard: "discarded",
  restore: "restored",
};

type AnsweredCommand = Exclude<Command, { name: "pull" }>;

/** Runs a command. False if something could not be read, found or replayed. */
export async function carryOut(command: Command, given: Given): Promise<boolean> {
  const { place, pubsub, manifest, clock, signal } = given;
  let isGood = true;
  const remark = (sentence: string) => given.complain(printable(sentence));
  const complain = (sentence: string) => {
    isGood = false;
    remark(sentence);
  };
  const surroundings = { ...given, complain, remark };
  const topics = await topicsToLookAt(manifest, command.ofDiscarded, pubsub, remark);
  const lookOptions = {
    pubsub,
    topics,
    limit: command.limit,
    emptyAnswers: place.emptyAnswers,
    clock,
    signal,
    tell: complain,
    remark,
  };
  await withDeadLetters(lookOptions, async (look) => {
    const now = clock.now();
    const letters = look.held.map((held) => readLetter(held, manifest, place.prefix));
    checkHandlers(letters, command.selection, manifest);
    const selected = letters.filter((letter) => isSelected(letter, command.selection, now));
    if (command.name === "pull") return pull(command, selected, given);
    for (const id of command.selection.ids.filter((wanted) => !selected.some((letter) => isCalled(letter, wanted)))) {
      const isThere = letters.some((letter) => isCalled(letter, id));
      complain(
        `No dead letter ${id} was found: ${isThere ? "the filters exclude it" : "it no longer exists, or another command is reading it"}.`,
      );
    }
    for (const sentence of severalHandlers(selected, command.selection)) remark(sentence);
    if (command.name === "list") for (const sentence of missingHandlers(selected, manifest)) remark(sentence);
    const { ids, filters } = command.selection;
    if (selected.length === 0 && letters.length > 0 && ids.length === 0 && filters.size > 0 && !command.isJson)
      return surroundings.print(printable(noneFits(letters, command.selection)));
    await answer(command, selected, look, surroundings);
  });
  if (!signal.aborted) return isGood;
  const done = command.name === "replay" && command.isDryRun ? undefined : DONE_TO_LETTERS[command.name];
  if (done !== undefined) remark(`Interrupted: what was not ${done} stays where it was.`);
  return false;
}

async function answer(
  command: AnsweredCommand,
  letters: readonly Letter[],
  look: Look,
  surroundings: Surroundings,
): Promise<void> {
  switch (command.name) {
    case "list":
      return list(letters, look, command.isJson, surroundings);
    case "show":
      return show(letters, command.isJson, surroundings);
    case "plan":
      return foretell(command, letters, surroundings);
    case "replay":
      return replayLetters(command, letters, look, surroundings);
    case "discard":
    case "restore":
      return moveLetters(command, letters, look, surroundings);
  }
}

function list(letters: readonly Letter[], { isWhole }: Look, isJson: boolean, { print, clock }: Surroundings): void {
  const groups = byHeading(groupsOf(letters));
  if (isJson) print(printableJson({ isWhole, count: letters.length, groups }));
  else if (letters.length === 0)
    print(
      isWhole
        ? "No dead letters (or another command is reading them just now)."
        : "No dead letters in what could be read.",
    );
  else for (const line of [...listingLines(groups, clock.now()), counted(letters.length, "dead letter")]) print(line);
}

function show(letters: readonly Letter[], isJson: boolean, { print }: Surroundings): void {
  const described = letters.map(describeLetter);
  if (isJson) print(printableJson(described));
  else for (const letter of described) print(printableJson(letter));
}

async function moveLetters(
  command: Command & { name: "discard" | "restore" },
  letters: readonly Letter[],
  { acknowledge }: Look,
  { pubsub: { publish }, clock, signal, print, complain }: Surroundings,
): Promise<void> {
  const options = { publish, acknowledge, signal };
  const moved =
    command.name === "discard"
      ? await discard(letters, command.because, clock.now(), options)
      : await restore(letters, options);
  if (command.isJson)
    print(printableJson({ outcomes: moved.map(({ letter, ...rest }) => ({ ...identify(letter), ...rest })) }));
  else for (const one of moved) print(printable(outcomeLine({ ...one, events: [] })));
  const left = moved.filter(({ outcome }) => outcome !== "discarded" && outcome !== "restored").length;
  if (left > 0)
    complain(
      `${left} of ${counted(moved.length, "dead letter")} not ${command.name === "discard" ? "discarded" : "restored"}.`,
    );
}

/** A table for each handler and source. */
function listingLines(groups: readonly LetterGroup[], now: number): string[] {
  const ago = (time: string) => age(now - Date.parse(time));
  return [...Map.groupBy(groups, headingOf)].flatMap(([heading, ofOne]) => [
    printable(heading),
    ...alignRows([
      ["  count", "reason", "oldest", "newest", "for example"],
      ...ofOne.map((group) =>
        [String(group.count).padStart(7), reasonLine(group), ago(group.oldest), ago(group.newest), group.example].map(
          printable,
        ),
      ),
    ]),
    "",
  ]);
}

/** Everything in a dead letter, including the payload: only for the terminal of the person asking. */
function describeLetter(letter: Letter): object {
  const {
    held: { topic, messageId, message },
    kind,
    id,
    handler,
    source,
    type,
    reason,
    discarded,
  } = letter;
  return {
    kind,
    id,
    ...(handler !== undefined && { handler }),
    ...(source !== undefined && { source }),
    ...(type !== undefined && { type }),
    reason: reason ?? NO_REASON,
    ...(discarded !== undefined && { discarded }),
    topic,
    messageId,
    since: timeOf(letter),
    orderingKey: message.orderingKey ?? null,
    attributes: message.attributes,
    data: readableData(message.data),
  };
}

/** JSON parsed, other text as text, other bytes in base64. */
function readableData(data: Buffer): unknown {
  try {
    return parseJson(data);
  } catch {
    const text = data.toString();
    return Buffer.from(text).equals(data) ? text : { base64: data.toString("base64") };
  }
}
