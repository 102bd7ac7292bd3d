import { useAnswer } from "../../api/use-answer.ts";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { Shapes } from "../sources/shapes.tsx";

/** What came to a project's sources in 30 days that their schemas do not know. */
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
