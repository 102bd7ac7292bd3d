import { useAnswer } from "../../api/use-answer.ts";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { Shapes } from "../sources/shapes.tsx";

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
