import type { Change, FieldChange } from "../../contract/systems.ts";
import { pathOf } from "../address/address.ts";
import { Link } from "../address/link.tsx";
import { Badge, type Tone } from "./badge.tsx";
import { Brief } from "./text.tsx";
import { Value } from "./value.tsx";

export const TONES: Readonly<Record<Change["what"], Tone>> = { created: "good", changed: "accent", deleted: "bad" };

interface ChangeHeadProps {
  readonly change: Change;
  /** The surroundings show the system already. */
  readonly isSystemKnown?: boolean;
}

/** One line: which record changed, and how. */
export function ChangeHead({ change, isSystemKnown = false }: ChangeHeadProps) {
  const { system, kind, id, name, what } = change;
  return (
    <div class="change-head">
      <Badge tone={TONES[what]}>{what}</Badge>
      <Link href={pathOf("systems", system, kind, id)}>
        <Brief value={name} />
      </Link>
      {!isSystemKnown && <span class="quiet">{system}</span>}
    </div>
  );
}

/** A record's changes, field by field. */
export function ChangeFields({
  change: { what, fields },
}: {
  readonly change: { readonly what: Change["what"]; readonly fields: readonly FieldChange[] };
}) {
  return (
    <dl class="change-fields">
      {fields.map(({ field, before, after }) => (
        <>
          <dt>{field}</dt>
          <dd>
            {what === "changed" && before !== null && (
              <>
                <del>
                  <Value value={before} />
                </del>{" "}
                →{" "}
              </>
            )}
            {after !== null && (
              <ins>
                <Value value={after} />
              </ins>
            )}
            {after === null && what !== "deleted" && <span class="quiet">nothing</span>}
            {what === "deleted" && (
              <del>
                <Value value={before} />
              </del>
            )}
          </dd>
        </>
      ))}
    </dl>
  );
}
