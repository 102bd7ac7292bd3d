import type { SystemRecord } from "../../../contract/systems.ts";
import { goTo, pathOf } from "../../address/address.ts";
import type { Column } from "../../parts/table/grid-rows.tsx";
import { Notice } from "../../parts/notice.tsx";
import { VirtualTable } from "../../parts/table/virtual-table.tsx";
import { Brief } from "../../parts/text.tsx";
import { valueText } from "../../parts/value.tsx";
import { useRecords } from "./use-records.ts";

const FIELDS_SHOWN = 6;
const LOOKED_AT = 50;

/** The records of a kind. */
export function Records({ system, kind }: { readonly system: string; readonly kind: string }) {
  const { records, total, error, isLoaded, onSight } = useRecords(system, kind);
  if (error !== undefined) return <Notice tone="bad">{error}</Notice>;
  if (isLoaded && total === 0) return <p class="quiet">No {kind} yet.</p>;
  return (
    <VirtualTable<SystemRecord>
      label={`${kind} of ${system}`}
      columns={columnsOf(records)}
      count={total}
      rowAt={(index) => records[index]}
      keyOf={({ id }) => id}
      onOpen={({ id }) => goTo(pathOf("systems", system, kind, id))}
      onSight={onSight}
    />
  );
}

/** Fields that help to recognise a record: no ids, times or booleans. */
function isDescriptive(field: string, value: unknown): boolean {
  if (value === null || value === "" || typeof value === "object" || typeof value === "boolean") return false;
  return !/(?:^|_)id$|Id$/.test(field) && !/^\d{4}-\d\d-\d\dT/.test(valueText(value));
}

/** The most telling fields that most records have, in the records' order. */
function columnsOf(records: readonly SystemRecord[]): readonly Column<SystemRecord>[] {
  const filled = new Map<string, number>();
  for (const { fields } of records.slice(0, LOOKED_AT))
    for (const [field, value] of Object.entries(fields)) {
      const weight = isDescriptive(field, value) ? 1 : 0;
      filled.set(field, (filled.get(field) ?? 0) + weight);
    }
  const most = [...filled].sort(([, one], [, other]) => other - one).slice(0, FIELDS_SHOWN);
  const shown = [...filled.keys()].filter((field) => most.some(([name, count]) => name === field && count > 0));
  return [
    { title: "Record", width: "minmax(150px, 1.4fr)", cell: ({ name }) => <Brief value={name} /> },
    ...shown.map((field, index) => ({
      title: field,
      width: "minmax(80px, 1fr)",
      cell: ({ fields }: SystemRecord) => <Brief value={valueText(fields[field])} />,
      isSpare: index > 1,
    })),
  ];
}
