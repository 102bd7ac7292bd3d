import type { EventRow, Life } from "../../../contract/events.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Moment } from "../../parts/moment.tsx";
import { Panel } from "../../parts/panel.tsx";
import { refusalIn } from "../../parts/refusal.ts";
import { Text } from "../../parts/text.tsx";

const SHOWN = 5;

/** The latest webhooks that were not genuine, with the reason that the sender is not told. */
export function Refused({ rows }: { readonly rows: readonly EventRow[] }) {
  const refused = rows.filter(({ verdict }) => verdict === "refused");
  return (
    <Panel title="Refused">
      {refused.length === 0 ? (
        <p class="quiet">None of its latest webhooks was refused.</p>
      ) : (
        <ul class="timeline" aria-label="Refused webhooks">
          {refused
            .slice(-SHOWN)
            .toReversed()
            .map(({ id, at }) => (
              <li key={id}>
                <Link href={pathOf("events", id)}>
                  <Moment at={at} />
                </Link>
                <Reason id={id} />
              </li>
            ))}
        </ul>
      )}
    </Panel>
  );
}

function Reason({ id }: { readonly id: string }) {
  const { answer } = useAnswer<Life>(`/api${pathOf("events", id)}`);
  const webhook = answer?.webhook;
  const reason = webhook?.verification.reason;
  if (reason !== undefined) return <Text value={refusalIn(reason)} />;
  return <Text value={webhook?.status ? `answered ${webhook.status}` : "…"} />;
}
