import { REFUSED } from "./facts.ts";
import { nameOf } from "./people.ts";
import type { Took } from "./play.ts";
import type { Step } from "./plot.ts";

const WIDTH = 72;
const INDENT = `\n${" ".repeat(WIDTH + 11)}`;

/** A step as text: when, what, and the durations of the webhook's answer and of the effect. */
export function stepLine(step: Step, took: Took): string {
  return `${clock(step.at).padStart(7)}  ${step.says.padEnd(WIDTH)}  ${latency(step, took)}`.trimEnd();
}

/** Hours and minutes before or after the doors open. */
function clock(at: number): string {
  const minutes = Math.floor(Math.abs(at));
  const time = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  return at < 0 ? `-${time}` : `+${time}`;
}

function latency(step: Step, took: Took): string {
  const answered = took.statuses.length === 0 ? "" : `${took.statuses.join(", ")} in ${duration(took.answeredMs)}`;
  const [line, ...others] = effects(step, took);
  return [[answered, line].filter(Boolean).join(", "), ...others].join(INDENT);
}

function effects(step: Step, { seenMs, missing }: Took): readonly string[] {
  if (missing.length > 0) return [`NOT SEEN of ${missing.map(nameOf).join(", ")}`];
  const longest = duration(Math.max(0, ...seenMs.values()));
  if ("incident" in step) return seenMs.size > 0 ? [`all waiting effects seen after ${longest}`] : [];
  if (step.isHeldUp) return ["the effect waits"];
  if (step.tellings.every(({ makes }) => makes === "nothing")) return ["no effect"];
  const dead = step.tellings.filter(({ makes }) => makes === "dead letter");
  if (dead.length === 0) return [`effect seen after ${longest}`];
  return step.tellings.map((telling) => {
    const what = dead.includes(telling) ? `dead letter, ${REFUSED},` : "effect";
    return `${nameOf(telling.guest)}: ${what} seen after ${duration(seenMs.get(telling.guest) ?? 0)}`;
  });
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
