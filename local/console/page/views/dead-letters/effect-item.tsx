import type { EventEffect, RecordEffect } from "../../../contract/effects.ts";
import { Badge } from "../../parts/badge.tsx";
import { ChangeFields, TONES } from "../../parts/change.tsx";
import { Brief } from "../../parts/text.tsx";

/** What a handler would write for an event, record by record. */
export function EffectItem({ effect }: { readonly effect: EventEffect }) {
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
