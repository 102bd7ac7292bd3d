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
      {attempts.map((attempt, index) => (
        <AttemptPart
          key={index}
          attempt={attempt}
          eventId={eventId}
          replay={attempts.slice(0, index).filter(({ number }) => number === attempt.number).length}
        />
      ))}
    </Step>
  );
}

interface AttemptProps {
  readonly attempt: Attempt;
  readonly eventId: string;
  /** The number of the replay it belongs to, each of which counts attempts from 1; 0 is the first delivery. */
  readonly replay: number;
}

function AttemptPart({ attempt, eventId, replay }: AttemptProps) {
  const { number, outcome, startedAt, endedAt, status, reason, batch = 1, calls } = attempt;
  const title = `Attempt ${number}${replay === 0 ? "" : ` of replay ${replay}`}`;
  return (
    <section class="attempt" aria-label={`${title} by ${attempt.handler}`}>
      <div class="step-head">
        <h3>{title}</h3>
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
      {replay > 0 && outcome === "acknowledged" && calls.length === 0 && (
        <p class="quiet">It was meant for another handler, or nothing was left to do.</p>
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
