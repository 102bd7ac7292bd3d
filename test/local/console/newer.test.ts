import { describe, expect, it } from "@jest/globals";
import { encodeEvent } from "../../../functions/runtime/pubsub/message.ts";
import type { EventRow } from "../../../local/console/contract/events.ts";
import { findNewer } from "../../../local/console/dead-letters/foresee/newer.ts";
import type { Letter } from "../../../local/console/dead-letters/letters.ts";
import { seededRandom } from "../../../tools/seeded-random.ts";
import { deadLetter, formEvent } from "../../tools/dead-letters-world.ts";

const NOON = Date.parse("2026-11-22T12:00:00Z");
const PERSON = "jo@example.com";
const OUTCOMES = ["handled", "under way", "retrying", "dead-lettered", "none"] as const;

function letterOf(id: string, minutes: number): Letter {
  const event = { ...formEvent(id, PERSON), time: new Date(NOON + minutes * 60_000).toISOString() };
  const message = deadLetter(id, { message: encodeEvent(event, "") });
  const held = { topic: "form-submitted.dead-letter", messageId: id, publishedAt: NOON, message };
  return { kind: "dead-letter", held, id, handler: "form-submitted", type: "form.submitted" };
}

function rowOf(number: number, eventId: string, outcome: EventRow["outcome"]): EventRow {
  const common = { at: "", source: "app", kind: null, verdict: "published", attempts: 1, latencyMs: 1 } as const;
  return { ...common, id: `r${number}`, seq: number, number, eventId, outcome, type: "form.submitted", person: PERSON };
}

describe("findNewer", () => {
  it("says what a look at each row and letter says, by whatever order, doubles and outcomes", () => {
    const random = seededRandom(7);
    const upTo = (count: number) => Math.floor(random() * count);
    for (let round = 0; round < 300; round += 1) {
      const letters = Array.from({ length: 1 + upTo(4) }, (_, index) => letterOf(`msg_${index}`, upTo(4)));
      const rows = Array.from({ length: upTo(6) }, (_, number) =>
        rowOf(number, `msg_${upTo(6)}`, OUTCOMES[upTo(OUTCOMES.length)] ?? "handled"),
      );
      const newer = findNewer(letters, rows);
      expect({ round, found: letters.map(newer) }).toEqual({
        round,
        found: letters.map((one) => lookedUp(one, letters, rows)),
      });
    }
  });

  it("takes no longer for each of one person's events the more there are of them", () => {
    const cpuOf = (count: number) => {
      const letters = Array.from({ length: count }, (_, index) => letterOf(`msg_${index}`, index));
      const rows = letters.map(({ id }, number) => rowOf(number, id, "dead-lettered"));
      const before = process.cpuUsage();
      const newer = findNewer(letters, rows);
      for (const letter of letters) newer(letter);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const leastOf = (count: number) => Math.min(cpuOf(count), cpuOf(count), cpuOf(count)); // others are on the cores, too
    cpuOf(1000);
    expect(leastOf(10_000) / leastOf(2500)).toBeLessThan(10); // four; sixteen where each is held against all
  });
});

/** What is meant, in so many words. */
function lookedUp(letter: Letter, letters: readonly Letter[], rows: readonly EventRow[]): string | undefined {
  const arrived = rows.find(({ eventId }) => eventId === letter.id)?.number ?? Infinity;
  const later = rows.filter(({ number, eventId }) => number > arrived && eventId !== letter.id);
  const timeOf = ({ held }: Letter) => held.message.attributes["ce-time"] ?? "";
  if (later.some(({ outcome }) => outcome === "handled")) return "handled";
  if (letters.some((other) => timeOf(other) > timeOf(letter))) return "waiting";
  return later.some(({ outcome }) => ["under way", "retrying", "dead-lettered"].includes(outcome))
    ? "waiting"
    : undefined;
}
