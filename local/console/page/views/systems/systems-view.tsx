import type { SystemView } from "../../../contract/systems.ts";
import { type Address, pathOf } from "../../address/address.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Tabs } from "../../parts/tabs.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { NothingHere } from "../nothing-here.tsx";
import { RecordPanel } from "./record-panel.tsx";
import { Records } from "./records.tsx";
import { SystemActions } from "./system-actions.tsx";

/** Each system's records by kind, with all actions. */
export function SystemsView({ address: { parts } }: { readonly address: Address }) {
  const systems = useAnswer<readonly SystemView[]>("/api/systems", ["change"]);
  const [, name = systems.answer?.[0]?.name ?? "", wanted, id] = parts;
  const system = systems.answer?.find((one) => one.name === name);
  if (systems.answer !== undefined && system === undefined) return <NothingHere title="No such system" />;
  const kind = wanted ?? system?.kinds.find(({ count }) => count > 0)?.kind ?? system?.kinds[0]?.kind;
  return (
    <View title="Systems" isFull actions={system && <Allowance system={system} />}>
      <Waiting of={systems}>
        {(list) =>
          system !== undefined && (
            <>
              <Tabs
                label="Systems"
                current={name}
                tabs={list.map((one) => ({ name: one.name, href: pathOf("systems", one.name) }))}
              />
              <SystemActions key={name} system={system} />
              <Tabs
                label="Kinds of records"
                current={kind ?? ""}
                tabs={system.kinds.map((one) => ({
                  name: one.kind,
                  count: one.count,
                  href: pathOf("systems", name, one.kind),
                }))}
              />
              {kind !== undefined && id !== undefined && (
                <RecordPanel key={id} {...{ system: name, kind, id }} acts={system.recordActs[kind] ?? []} />
              )}
              {kind !== undefined && <Records key={`${name} ${kind}`} {...{ system: name, kind }} />}
            </>
          )
        }
      </Waiting>
    </View>
  );
}

/** How much of each limit is used. */
function Allowance({ system: { allowance = {} } }: { readonly system: SystemView }) {
  return (
    <>
      {Object.entries(allowance).map(([unit, { used, max }]) => (
        <label key={unit} class="quiet row">
          {unit}: {used.toLocaleString("en")} of {max.toLocaleString("en")}
          <meter min={0} max={max} value={used} high={max * 0.9} />
        </label>
      ))}
    </>
  );
}
