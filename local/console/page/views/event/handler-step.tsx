import type { Attempt, HandlerLife } from "../../../contract/events.ts";
import { ATTEMPT_TONES, Badge, type Tone } from "../../parts/badge.tsx";
import { Moment, span } from "../../parts/moment.tsx";
import { Text } from "../../parts/text.tsx";
import { CallDetails } from "./call-details.tsx";
import { Step } from "./step.tsx";

interface HandlerStepProps {
  readonly handler: HandlerLife;
  readonly eventId: string;
}

/** What a handler did, attempt by attempt. */
export function HandlerStep({ handler: { name, attempts }, eventId }: HandlerStepProps) {
  return (
    <Step
      tone={toneOf(attempts.at(-1))}
      title={
        <>
          Handler <code>{name}</code>
        </>
      }
      aside={attempts.length === 1 ? "1 attempt" : `${attempts.length} attempts`}
    >
      {attempts.map((attempt) => (
        <AttemptPart key={attempt.number} attempt={attempt} eventId={eventId} />
      ))}
    </Step>
  );
}

function AttemptPart({ attempt, eventId }: { readonly attempt: Attempt; readonly eventId: string }) {
  const { number, outcome, startedAt, endedAt, status, reason, batch = 1, calls } = attempt;
  return (
    <section class="attempt" aria-label={`Attempt ${number} of ${attempt.handler}`}>
      <div class="step-head">
        <h3>Attempt {number}</h3>
        <Badge tone={ATTEMPT_TONES[outcome]}>{status === undefined ? outcome : `${outcome}, ${status}`}</Badge>
        <span class="aside">
          <Moment at={startedAt} />
          {endedAt !== null && <> · {span(Date.parse(endedAt) - Date.parse(startedAt))}</>}
        </span>
      </div>
      {reason !== undefined && (
        <p>
          <Text value={reason} />
        </p>
      )}
      {batch > 1 && calls.length > 0 && (
        <p class="quiet">
          These calls were made for a batch of {batch.toLocaleString("en")} messages; of what they changed, what
          concerns this event.
        </p>
      )}
      {calls.length > 0 && (
        <div class="calls">
          {calls.map((call) => (
            <CallDetails key={call.id} call={call} handler={attempt.handler} eventId={eventId} />
          ))}
        </div>
      )}
    </section>
  );
}

function toneOf(last: Attempt | undefined): Tone {
  return last === undefined ? "plain" : ATTEMPT_TONES[last.outcome];
}
