import type { EventPage } from "../../../contract/events.ts";
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
import { Refused } from "./refused.tsx";
import { SampleForm } from "./sample-form.tsx";
import { Shapes } from "./shapes.tsx";

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
