import type { SystemView } from "../../../contract/systems.ts";
import { Button } from "../../parts/button.tsx";
import { Panel } from "../../parts/panel.tsx";

type Rule = Readonly<Record<string, unknown>>;

interface OutagesProps {
  readonly systems: readonly SystemView[];
  readonly onSet: (rule: Rule, said: string) => void;
}

/** Matches every call, in a fault rule. */
const ALL = "/*";

/** Faults of a system as a whole. */
export function Outages({ systems, onSet }: OutagesProps) {
  return (
    <Panel title="A system as a whole">
      {systems.map((system) => (
        <div key={system.name} class="row">
          <h3 class="label">{system.name}</h3>
          {happeningsOf(system).map(([text, rule, said]) => (
            <Button key={text} onClick={() => onSet({ system: system.name, ...rule }, said)}>
              {text}
            </Button>
          ))}
        </div>
      ))}
    </Panel>
  );
}

function happeningsOf({ name, faults }: SystemView): readonly (readonly [text: string, rule: Rule, said: string])[] {
  const until = "until all faults are cleared";
  const limits = Object.keys(faults).filter((fault) => /limit|quota|allowance|daily/i.test(fault));
  return [
    ["Lose the next answer", { fault: "apply-then-drop" }, `The answer to the next write to ${name} gets lost.`],
    ["Outage", { match: ALL, fault: "5xx-json", times: 0 }, `${name} is down, ${until}.`],
    [
      "Slow",
      { match: ALL, fault: "slow", milliseconds: 2000, times: 0 },
      `${name} answers two seconds late, ${until}.`,
    ],
    ...limits.map((fault) => [fault, { match: ALL, fault, times: 0 }, `${name}: ${fault}, ${until}.`] as const),
  ];
}
