import type { EventRecord } from "../../../contract/events.ts";
import { Json } from "../../parts/code.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Text } from "../../parts/text.tsx";
import { Step } from "./step.tsx";

/** What the source has published. */
export function EventStep({ event: { id, source, type, subject, time, data } }: { readonly event: EventRecord }) {
  const text = (value: string | undefined) => (value === undefined ? undefined : <Text value={value} />);
  return (
    <Step
      tone="good"
      title={
        <>
          Event <code>{type}</code>
        </>
      }
    >
      <Facts
        facts={[
          ["id", <code key="id">{text(id)}</code>],
          ["about", text(subject)],
          ["happened", text(time)],
          ["source", text(source)],
        ]}
      />
      <details>
        <summary>Data</summary>
        <Json value={data} label="Data of the event" />
      </details>
    </Step>
  );
}
