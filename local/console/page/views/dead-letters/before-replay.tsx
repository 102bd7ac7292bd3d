import { useState } from "preact/hooks";
import type { ForecastCost, ReplayForecast, ReplayRequest } from "../../../contract/dead-letters.ts";
import { factsOf } from "../../../dead-letters/foresee/facts.ts";
import type { EventEffect } from "../../../contract/effects.ts";
import { post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { ActionNotice } from "../../parts/notice.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Brief } from "../../parts/text.tsx";
import { EffectItem } from "./effect-item.tsx";
import { chosenIn } from "./chosen.ts";
import { reasonOf } from "./reason.ts";

interface BeforeReplayProps {
  readonly request: ReplayRequest;
  readonly forecast: ReplayForecast;
  /** Called with the request, or undefined if cancelled. */
  readonly onEnd: (request: ReplayRequest | undefined) => void;
}

/** A replay's predicted effects and costs, and on demand each write, before it is started. */
export function BeforeReplay({ request, forecast: { count, groups, costs }, onEnd }: BeforeReplayProps) {
  const [effects, setEffects] = useState<readonly EventEffect[] | undefined>();
  const action = useAction();
  const rehearse = () =>
    action.run(async () => {
      setEffects(await post<readonly EventEffect[]>("/api/dead-letters/effects", chosenIn(request)));
    });
  return (
    <Panel title={`Before ${count === 1 ? "it is" : `${count.toLocaleString("en")} are`} replayed`}>
      <ul>
        {groups.map((group) => (
          <li key={group.id}>
            {group.name} <Brief value={reasonOf(group)} />
            <ul>
              {[`${group.count.toLocaleString("en")} of them`, ...factsOf(group)].map((fact) => (
                <li key={fact}>
                  <Brief value={fact} />
                </li>
              ))}
            </ul>
          </li>
        ))}
        {costs.map((cost) => (
          <li key={`${cost.system} ${cost.unit}`}>
            <Cost cost={cost} />
          </li>
        ))}
      </ul>
      <div class="row">
        <Button kind="main" onClick={() => onEnd(request)}>
          Replay now
        </Button>
        <Button onClick={rehearse} disabled={action.isBusy}>
          What each would write
        </Button>
        <Button onClick={() => onEnd(undefined)}>Not now</Button>
      </div>
      <ActionNotice action={action} />
      {effects !== undefined && (
        <ul class="letters" aria-label="What each would write, of the 20 oldest">
          {effects.map((effect) => (
            <EffectItem key={`${effect.handler} ${effect.event}`} effect={effect} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Cost({ cost: { system, unit, least, most, allowance } }: { readonly cost: ForecastCost }) {
  const range = least === most ? String(most) : `${least} to ${most}`;
  return (
    <>
      takes {range} {unit} of {system}
      {allowance !== null && (
        <>
          , {allowance.used.toLocaleString("en")} of {allowance.max.toLocaleString("en")} are used{" "}
          <meter
            aria-label={`${unit}, with this replay`}
            min={0}
            max={allowance.max}
            value={allowance.used + most}
            high={allowance.max * 0.9}
          />
        </>
      )}
    </>
  );
}
