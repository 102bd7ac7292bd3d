import type { Topology } from "../../../contract/topology.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useEvery } from "../../live/use-every.ts";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { Drawing } from "./drawing.tsx";

const RATES_AGE_MS = 5000;

/** The topology, with the last minute's traffic. */
export function TopologyView() {
  const topology = useAnswer<Topology>("/api/topology", ["delivery", "handler"]);
  useEvery(RATES_AGE_MS, topology.again);
  return (
    <View title="Topology" about="Events of the last minute, and what waits.">
      <Waiting of={topology}>{(answer) => <Drawing topology={answer} />}</Waiting>
    </View>
  );
}
