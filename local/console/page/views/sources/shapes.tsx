import type { UnknownShape } from "../../../contract/shapes.ts";
import { pathOf } from "../../address/address.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Moment } from "../../parts/moment.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Table } from "../../parts/table/table.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";

/** Members of a source's payloads that its schemas don't know. */
export function Shapes({ source }: { readonly source: string }) {
  const { answer: shapes = [] } = useAnswer<readonly UnknownShape[]>(`/api${pathOf("sources", source, "shapes")}`, [
    "row",
  ]);
  if (shapes.length === 0) return null;
  return (
    <Panel title="What its schemas do not know">
      <Table<UnknownShape>
        label="Unknown shapes"
        keyOf={({ kind, path, type }) => `${kind} ${path} ${type}`}
        rows={shapes}
        columns={[
          { title: "Kind", cell: ({ kind }) => <bdi>{kind}</bdi> },
          { title: "Path", cell: ({ path }) => <bdi>{path}</bdi> },
          { title: "Type", cell: ({ type }) => type },
          { title: "First seen", cell: ({ first }) => <Moment at={first} /> },
          { title: "Last seen", cell: ({ last }) => <Moment at={last} /> },
        ]}
      />
      <p class="quiet">
        Nothing was refused for them. <code>npm run shapes -- {source}</code> says how the schemas would grow.
      </p>
    </Panel>
  );
}

/** Payload members of the last 30 days that the schemas of a project's sources don't know. */
export function SourceShapes() {
  const names = useAnswer<readonly string[]>("/api/source-names");
  return (
    <View
      title="Sources"
      about="What genuine payloads of the last 30 days hold that no schema knows, by source; those without any are left out."
    >
      <Waiting of={names}>{(list) => list.map((name) => <Shapes key={name} source={name} />)}</Waiting>
    </View>
  );
}
