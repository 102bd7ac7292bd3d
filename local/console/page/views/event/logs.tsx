import type { LogLine } from "../../../contract/events.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Brief, Text } from "../../parts/text.tsx";
import { Value } from "../../parts/value.tsx";

const TONES: Readonly<Record<string, Tone>> = { ERROR: "bad", CRITICAL: "bad", WARNING: "warn", NOTICE: "accent" };

const SHORT = 120;

/** What the functions have logged about an event. */
export function Logs({ lines }: { readonly lines: readonly LogLine[] }) {
  if (lines.length === 0) return null;
  return (
    <Panel title="Log">
      <ul class="changes" aria-label="Log lines">
        {lines.map((line, index) => (
          <li key={index}>
            <details>
              <summary class="log-line">
                <Moment at={line.at} />
                <Badge tone={TONES[line.severity] ?? "plain"}>{line.severity.toLowerCase()}</Badge>
                <code>{line.function}</code>
                <span>
                  <Brief value={line.message} most={SHORT} />
                  {typeof line.fields["reason"] === "string" && (
                    <span class="quiet">
                      {" "}
                      · <Brief value={line.fields["reason"]} most={SHORT} />
                    </span>
                  )}
                </span>
              </summary>
              {line.message.length > SHORT && <Text value={line.message} />}
              <Facts
                facts={Object.entries(line.fields).map(
                  ([name, value]) => [name, <Value key={name} value={value} />] as const,
                )}
              />
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
