import { useState } from "preact/hooks";
import type { ForecastCost, ReplayForecast, ReplayRequest, ReplayState } from "../../../contract/dead-letters.ts";
import { factsOf } from "../../../dead-letters/foresee/facts.ts";
import type { EventEffect, RecordEffect } from "../../../contract/effects.ts";
import { post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { ActionNotice } from "../../parts/notice.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Brief } from "../../parts/text.tsx";
import { reasonOf } from "./reason.ts";
import { Badge } from "../../parts/badge.tsx";
import { ChangeFields, TONES } from "../../parts/change.tsx";

interface BeforeReplayProps {
  readonly request: ReplayRequest;
  readonly forecast: ReplayForecast;
  /** Called with the request, or undefined if cancelled. */
  readonly onEnd: (request: ReplayRequest | undefined) => void;
}

/** A replay's predicted effects and costs, and on demand each write, before it is started. */
function BeforeReplay({ request, forecast: { count, groups, costs }, onEnd }: BeforeReplayProps) {
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

/** What a handler would write for an event, record by record. */
function EffectItem({ effect }: { readonly effect: EventEffect }) {
  const { handler, event, person, outcome, records, warnings, unknown } = effect;
  return (
    <li class="letter">
      <p>
        <Badge tone={outcome === "done" ? "good" : "bad"}>{outcome}</Badge> {handler}{" "}
        <Brief value={`${person} · ${event}`} />
      </p>
      {records.length === 0 && <p class="quiet">It would write nothing.</p>}
      {records.map((record, index) => (
        <Written key={index} record={record} />
      ))}
      {warnings.length > 0 && <p class="quiet">Warns: {warnings.join(", ")}</p>}
      {unknown.length > 0 && <p class="quiet">Not known: {unknown.join(", ")}</p>}
    </li>
  );
}

function Written({ record }: { readonly record: RecordEffect }) {
  const { system, kind, id, what } = record;
  return (
    <>
      <div class="change-head">
        <Badge tone={TONES[what]}>{what}</Badge> {kind}
        {what !== "created" && <Brief value={id} />}
        <span class="quiet">{system}</span>
      </div>
      <ChangeFields change={record} />
    </>
  );
}

/** The letters a request is about, without how to replay them. */
function chosenIn({ ids, group }: ReplayRequest): Pick<ReplayRequest, "ids" | "group"> {
  return { ...(ids && { ids }), ...(group !== undefined && { group }) };
}

/** Predicts a replay, shows the prediction, and starts it once confirmed. */
export function useReplay(again: () => void) {
  const [planned, setPlanned] = useState<{ request: ReplayRequest; forecast: ReplayForecast } | undefined>();
  const action = useAction();
  const plan = (request: ReplayRequest) =>
    action.run(async () => {
      setPlanned({ request, forecast: await post<ReplayForecast>("/api/dead-letters/plan", chosenIn(request)) });
    });
  const end = (request: ReplayRequest | undefined) => {
    setPlanned(undefined);
    if (request !== undefined)
      action.run(async () => {
        await post<ReplayState>("/api/dead-letters/replay", request);
        again();
      });
  };
  const shown = (
    <>
      <ActionNotice action={action} />
      {planned !== undefined && <BeforeReplay {...planned} onEnd={end} />}
    </>
  );
  return { plan, shown, action };
}
