import type { SystemRecord } from "../../../contract/systems.ts";
import { Facts } from "../../parts/facts.tsx";
import { Value } from "../../parts/value.tsx";

/** Fields with a value; of the others, only the names. */
export function RecordFields({ record: { id, fields } }: { readonly record: SystemRecord }) {
  const isEmpty = (value: unknown) => value === null || value === "" || value === undefined;
  const filled = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  const empty = Object.keys(fields).filter((field) => isEmpty(fields[field]));
  return (
    <div class="stack">
      <Facts
        facts={[
          ["id", <code key="id">{id}</code>],
          ...filled.map(([field, value]) => [field, <Value key={field} value={value} />] as const),
        ]}
      />
      {empty.length > 0 && (
        <details>
          <summary>empty: {empty.length}</summary>
          <p class="quiet">{empty.join(", ")}</p>
        </details>
      )}
    </div>
  );
}
