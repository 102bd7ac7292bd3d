import type { Topology } from "../../../contract/topology.ts";
import { pathOf } from "../../address/address.ts";

export interface Box {
  readonly key: string;
  readonly name: string;
  readonly figure: string;
  readonly href: string;
  readonly tone: "plain" | "warn" | "bad";
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly key: string;
  readonly from: Box;
  readonly to: Box;
  readonly isBusy: boolean;
}

interface Layout {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

export const BOX = { width: 196, height: 44 };
export const COLUMN_TITLES = ["Sources", "Topics", "Handlers", "Systems"];
export const TOP = 34;
const GAP = { x: 92, y: 12 };
const MANY = 100;

type Unplaced = Omit<Box, "x" | "y">;

/** Four vertically centred columns, and a line for each path of an event. */
export function layOut({ sources, topics, handlers, systems }: Topology): Layout {
  const columns: Unplaced[][] = [
    sources.map(({ name, perMinute }) => box("source", name, rate(perMinute), pathOf("sources", name))),
    topics.map(({ name, perMinute }) => box("topic", name, rate(perMinute), `/events?q=${encodeURIComponent(name)}`)),
    handlers.map((one) => ({
      ...box("handler", one.name, handlerFigure(one), `/events?q=${encodeURIComponent(one.topic)}`),
      tone: toneOf(one),
    })),
    systems.map(({ name, perMinute }) => box("system", name, rate(perMinute, "call"), pathOf("systems", name))),
  ];
  const most = Math.max(...columns.map(({ length }) => length));
  const height = TOP + most * (BOX.height + GAP.y);
  const boxes = columns.flatMap((column, index) => place(column, index, height));
  const find = (key: string) => boxes.find((one) => one.key === key);
  const quiet = new Set(topics.flatMap(({ name, perMinute }) => (perMinute === 0 ? [name] : [])));
  const lines = [
    ...sources.flatMap((source) =>
      source.topics.map(
        (topic) => [`source ${source.name}`, `topic ${topic}`, quiet.has(topic) ? 0 : source.perMinute] as const,
      ),
    ),
    ...handlers.map(({ name, topic, perMinute }) => [`topic ${topic}`, `handler ${name}`, perMinute] as const),
    ...handlers.flatMap((one) =>
      one.systems.map((system) => [`handler ${one.name}`, `system ${system}`, one.perMinute] as const),
    ),
  ].flatMap(([start, end, perMinute]): Line[] => {
    const [from, to] = [find(start), find(end)];
    return from === undefined || to === undefined ? [] : [{ key: `${start} ${end}`, from, to, isBusy: perMinute > 0 }];
  });
  return { boxes, lines, width: 4 * BOX.width + 3 * GAP.x + 4, height };
}

function place(column: readonly Unplaced[], index: number, height: number): Box[] {
  const step = (height - TOP) / Math.max(1, column.length);
  return column.map((one, row) => ({
    ...one,
    x: 2 + index * (BOX.width + GAP.x),
    y: TOP + step * row + (step - BOX.height) / 2,
  }));
}

function box(what: string, name: string, figure: string, href: string): Unplaced {
  return { key: `${what} ${name}`, name, figure, href, tone: "plain" };
}

function rate(perMinute: number, unit = ""): string {
  if (perMinute === 0) return "quiet";
  return `${perMinute.toLocaleString("en")}${unit === "" ? "" : ` ${unit}${perMinute === 1 ? "" : "s"}`} a minute`;
}

function toneOf({ isPaused, backlog }: Topology["handlers"][number]): Box["tone"] {
  if (isPaused || backlog >= MANY) return "bad";
  return backlog === 0 ? "plain" : "warn";
}

function handlerFigure({ perMinute, backlog, isBatch, isPaused }: Topology["handlers"][number]): string {
  return [
    isBatch ? "batch" : "",
    isPaused ? "paused" : rate(perMinute),
    backlog === 0 ? "" : `${backlog.toLocaleString("en")} wait`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
