import { anyCallFaults, otherAnswer, passingFault } from "../../core/fault-fit.ts";
import type { FaultFit } from "../../core/fault-fit.ts";
import type { RequestKind } from "../../core/requests.ts";
import { ANYWHERE, POSTS, READS_PASSING, refusal } from "./refusals.ts";

const refusing = [...ANYWHERE, ...READS_PASSING, ...POSTS].map((code) => [
  code,
  `Not applied: answers 200 with ok: false and the error ${code}.`,
]);

/** Slack's own faults: name → what the caller and the state see. */
export const slackFaults: Readonly<Record<string, string>> = {
  ...Object.fromEntries(refusing),
  fatal_error: "Applied: answers 200 with ok: false and the error fatal_error, of which Slack says that it can be so.",
};

/** The error code of a fault of Slack's own. */
export function errorOf(fault: string): { readonly code: string; readonly isApplied: boolean } | undefined {
  return Object.hasOwn(slackFaults, fault) ? { code: fault, isApplied: fault === "fatal_error" } : undefined;
}

/** The answer of another method. */
const history = otherAnswer("a history's", { ok: true, messages: [], has_more: false });
const posted = otherAnswer("a post's", {
  ok: true,
  channel: "C0000000000",
  ts: "1.000001",
  message: { type: "message", text: "" },
});

const anywhere = [...[...anyCallFaults, "fatal_error"].map(passingFault), ...ANYWHERE.map(refusal)];
const reads = [...anywhere, posted, ...READS_PASSING.map(refusal)];
/** Beyond any caller's time-out. */
const LATE_MS = 90_000;
const afterAll: FaultFit = {
  name: "late-apply after 90 s",
  rule: { fault: "late-apply", milliseconds: LATE_MS },
  isPermanent: false,
};
const posts = [...anywhere, history, passingFault("late-apply"), afterAll, ...POSTS.map(refusal)];

/** The faults that suit an operation. */
export function faultsFor({ url }: RequestKind): readonly FaultFit[] {
  return url.pathname.endsWith("/chat.postMessage") ? posts : reads;
}
