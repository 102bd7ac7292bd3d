import type { FaultRow } from "../../../contract/faults.ts";
import { Table } from "../../parts/table/table.tsx";
import { Text } from "../../parts/text.tsx";

/** Used-up rules stay listed until all are cleared. */
function Hits({ rule: { hits, times = 1 } }: { readonly rule: FaultRow }) {
  return times > 0 && hits >= times ? <span class="quiet">{hits}, and no more</span> : <>{hits}</>;
}

/** The active rules, and how often each was applied. */
export function SetRules({ rules }: { readonly rules: readonly FaultRow[] }) {
  if (rules.length === 0) return <p class="quiet">None: every call is answered as it should be.</p>;
  return (
    <Table<readonly [FaultRow, number]>
      label="Faults that are set"
      keyOf={([, index]) => String(index)}
      rows={rules.map((rule, index) => [rule, index] as const)}
      columns={[
        { title: "System", cell: ([{ system }]) => system },
        {
          title: "Calls",
          cell: ([{ match }]) =>
            match === undefined ? (
              <span class="quiet">any write</span>
            ) : (
              <code>
                <Text value={match} />
              </code>
            ),
        },
        { title: "Fault", cell: ([{ fault }]) => fault },
        { title: "Strikes", cell: ([{ times = 1 }]) => (times === 0 ? "every one" : times), isNumber: true },
        { title: "Has struck", cell: ([rule]) => <Hits rule={rule} />, isNumber: true },
      ]}
    />
  );
}
