import type { Topology } from "../../../contract/topology.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useEvery } from "../../live/use-every.ts";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { Link } from "../../address/link.tsx";
import { BOX, type Box, COLUMN_TITLES, layOut, type Line, TOP } from "./layout.ts";

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

/** Sources, topics, handlers and systems from left to right; each opens its view. */
function Drawing({ topology }: { readonly topology: Topology }) {
  const { boxes, lines, width, height } = layOut(topology);
  return (
    <div class="topology-frame" tabIndex={0} role="group" aria-label="Topology">
      <svg class="topology" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
        {COLUMN_TITLES.map((title, index) => (
          <text key={title} class="title" x={2 + index * ((width - BOX.width - 4) / 3)} y={TOP - 18}>
            {title}
          </text>
        ))}
        {lines.map((line) => (
          <path key={line.key} class={line.isBusy ? "line is-busy" : "line"} d={curve(line)} />
        ))}
        {boxes.map((box) => (
          <BoxPart key={box.key} box={box} />
        ))}
      </svg>
    </div>
  );
}

function curve({ from, to }: Line): string {
  const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

const MOST_LETTERS = 25;

function BoxPart({ box: { name, figure, href, tone, x, y } }: { readonly box: Box }) {
  return (
    <Link href={href}>
      <rect class={`box is-${tone}`} x={x} y={y} width={BOX.width} height={BOX.height} rx={6} />
      <text x={x + 12} y={y + 18}>
        {name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS)}…` : name}
      </text>
      <text class="figure" x={x + 12} y={y + 35}>
        {figure}
      </text>
    </Link>
  );
}
