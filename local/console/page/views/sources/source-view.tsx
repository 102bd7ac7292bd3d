import type { EventPage, EventRow, Life } from "../../../contract/events.ts";
import type { SampleView, SourceView as Source } from "../../../contract/send.ts";
import { type Address, pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Facts } from "../../parts/facts.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { NothingHere } from "../nothing-here.tsx";
import { SampleForm } from "./sample-form.tsx";
import { Shapes } from "./shapes.tsx";
import { refusalIn } from "../../parts/refusal.ts";
import { Text } from "../../parts/text.tsx";

/** A source: its URL and signature, its samples, and what it has refused. */
export function SourceView({ address: { parts } }: { readonly address: Address }) {
  const [, name = "", kind] = parts;
  const sources = useAnswer<readonly Source[]>("/api/sources");
  const { answer: samples = [] } = useAnswer<readonly SampleView[]>("/api/samples");
  const events = useAnswer<EventPage>(`/api/events?limit=200&source=${encodeURIComponent(name)}`, ["row"]);
  const source = sources.answer?.find((one) => one.name === name);
  if (sources.answer !== undefined && source === undefined) return <NothingHere title="No such source" />;
  const own = samples.filter((sample) => sample.source === name);
  const sample = own.find((one) => one.kind === kind) ?? own[0];
  return (
    <View title={name}>
      <Waiting of={sources}>
        {() => source !== undefined && <About source={source} lastSeen={events.answer?.rows.at(-1)?.at} />}
      </Waiting>
      {sample !== undefined && (
        <>
          <Tabs
            label="Samples"
            current={sample.kind}
            tabs={own.map((one) => ({ name: one.kind, href: pathOf("sources", name, one.kind) }))}
          />
          <SampleForm key={sample.kind} sample={sample} />
        </>
      )}
      <Shapes source={name} />
      <Refused rows={events.answer?.rows ?? []} />
    </View>
  );
}

function About({ source, lastSeen }: { readonly source: Source; readonly lastSeen: string | undefined }) {
  const { name, url, scheme, secrets } = source;
  return (
    <Panel
      title="How it is sent to"
      aside={<Link href={`/events?source=${encodeURIComponent(name)}`}>its events</Link>}
    >
      <Facts
        facts={[
          ["address", <code key="address">{url}</code>],
          ["signed by", scheme],
          [
            "secret",
            secrets.map((secret) => (
              <code key={secret}>
                <bdi>{secret}</bdi>{" "}
              </code>
            )),
          ],
          ["last seen", lastSeen === undefined ? "not yet" : <Moment at={lastSeen} />],
        ]}
      />
      <p class="quiet">A secret of this machine alone: where ycat is deployed, others are set.</p>
    </Panel>
  );
}

const SHOWN = 5;

/** The latest webhooks that were not genuine, with the reason that the sender is not told. */
function Refused({ rows }: { readonly rows: readonly EventRow[] }) {
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
