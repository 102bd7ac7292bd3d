import type { Change, SystemRecord } from "../../../contract/systems.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Table } from "../../parts/table/table.tsx";
import { Brief } from "../../parts/text.tsx";
import { Value } from "../../parts/value.tsx";

interface PersonRecordProps {
  readonly system: string;
  readonly record: SystemRecord;
  readonly changes: readonly Change[];
}

/** A current record, with who wrote each field when. */
export function PersonRecord({ system, record: { kind, id, name, fields }, changes }: PersonRecordProps) {
  const own = changes.filter((change) => change.system === system && change.kind === kind && change.id === id);
  const filled = Object.entries(fields)
    .flatMap(unfolded)
    .filter(([, value]) => value !== null && value !== "");
  return (
    <Panel
      title={
        <Link href={pathOf("systems", system, kind, id)}>
          <Brief value={name} />
        </Link>
      }
      aside={<span class="quiet">{system}</span>}
    >
      <Table<(typeof filled)[number]>
        label={`Fields of ${name.slice(0, 80)}`}
        keyOf={([field]) => field}
        rows={filled}
        columns={[
          { title: "Field", cell: ([field]) => <code>{field}</code> },
          {
            title: "Value, and who wrote it",
            cell: ([field, value]) => (
              <>
                <Value value={value} most={80} /> <Writer change={lastWriteOf(own, field)} />
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
}

/** A nested field's members, named as in changes: `attributes.first_name`. */
function unfolded([field, value]: readonly [string, unknown]): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[field, value]];
  return Object.entries(value).map(([name, inner]) => [`${field}.${name}`, inner]);
}

function lastWriteOf(changes: readonly Change[], field: string): Change | undefined {
  return changes.findLast(({ fields }) => fields.some((one) => one.field === field));
}

function Writer({ change }: { readonly change: Change | undefined }) {
  if (change === undefined) return null;
  const { handler = "somebody", event, at } = change;
  return (
    <div class="quiet small">
      {event === undefined ? handler : <Link href={pathOf("events", event)}>{handler}</Link>} <Moment at={at} />
    </div>
  );
}
