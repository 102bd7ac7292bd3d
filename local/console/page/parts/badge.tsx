import type { ComponentChildren } from "preact";
import type { Attempt, EventOutcome, Verdict } from "../../contract/events.ts";

export type Tone = "plain" | "good" | "warn" | "bad" | "odd" | "accent";

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`badge is-${tone}`}>{children}</span>;
}

const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  "under way": "accent",
  published: "plain",
  ignored: "plain",
  handshake: "plain",
  quarantined: "odd",
  refused: "bad",
  unpublished: "bad",
};

const OUTCOME_TONES: Readonly<Record<EventOutcome, Tone>> = {
  "under way": "accent",
  handled: "good",
  retrying: "warn",
  "dead-lettered": "bad",
  none: "plain",
};

export const ATTEMPT_TONES: Readonly<Record<Attempt["outcome"], Tone>> = {
  "under way": "accent",
  acknowledged: "good",
  refused: "warn",
  "timed out": "warn",
  unreachable: "warn",
  "dead-lettered": "bad",
};

export function VerdictBadge({ verdict }: { readonly verdict: Verdict }) {
  return <Badge tone={VERDICT_TONES[verdict]}>{verdict}</Badge>;
}

export function OutcomeBadge({ outcome }: { readonly outcome: EventOutcome }) {
  return outcome === "none" ? <span class="quiet">–</span> : <Badge tone={OUTCOME_TONES[outcome]}>{outcome}</Badge>;
}

/** In a narrow window nothing else shows why there is no outcome. */
export function OutcomeOrVerdict({ outcome, verdict }: { readonly outcome: EventOutcome; readonly verdict: Verdict }) {
  if (outcome !== "none") return <OutcomeBadge outcome={outcome} />;
  return (
    <>
      <span class="quiet only-wide">–</span>
      <span class="only-narrow">
        <VerdictBadge verdict={verdict} />
      </span>
    </>
  );
}
