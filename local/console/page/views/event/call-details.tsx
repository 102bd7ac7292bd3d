import { useState } from "preact/hooks";
import type { Call } from "../../../contract/events.ts";
import { Badge } from "../../parts/badge.tsx";
import { ChangeHead } from "../../parts/change.tsx";
import { BodyText } from "../../parts/code.tsx";
import { span } from "../../parts/moment.tsx";
import { Brief, Text } from "../../parts/text.tsx";
import { CallFault } from "./call-fault.tsx";

interface CallDetailsProps {
  readonly call: Call;
  readonly handler: string;
  readonly eventId: string;
}

/** A call in one line with the records it changed; everything when opened. */
export function CallDetails({ call, handler, eventId }: CallDetailsProps) {
  const [isOpen, setOpen] = useState(false);
  const { system, operation, status, ms, fault, changes } = call;
  return (
    <div class="call">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span class="quiet">{system}</span>
          <code>
            <Brief value={operation} />
          </code>
          <span>
            {fault !== undefined && <Badge tone="warn">{fault}</Badge>} <Status status={status} />
          </span>
          <span class="quiet number">{span(ms)}</span>
        </summary>
        {isOpen && (
          <div class="call-body">
            <p>
              <code>
                {call.method} <Text value={call.path} />
              </code>
            </p>
            <h3>Request</h3>
            <BodyText body={call.request} label="Request" />
            <h3>Answer</h3>
            <BodyText body={call.answer} label="Answer" />
            <CallFault call={call} handler={handler} eventId={eventId} />
          </div>
        )}
      </details>
      {changes.length > 0 && (
        <div class="call-changes">
          {changes.map((change) => (
            <ChangeHead key={`${change.seq} ${change.id}`} change={change} isSystemKnown />
          ))}
        </div>
      )}
    </div>
  );
}

function Status({ status }: { readonly status: number | null }) {
  if (status === null) return <Badge tone="bad">no answer</Badge>;
  return status < 400 ? <span class="quiet">{status}</span> : <Badge tone="warn">{status}</Badge>;
}
