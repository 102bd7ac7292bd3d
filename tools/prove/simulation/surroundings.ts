import { format } from "node:util";
import { searchLine } from "./foreign-lines.ts";
import { finding } from "../finding.ts";
import { takeAmbient } from "./ambient.ts";
import { allOf, replaceMember } from "./replace.ts";
import type { Simulation } from "./simulation.ts";
import { underWay } from "./under-way.ts";
import { closeWaysOut } from "./ways-out.ts";

/** Puts the simulation's surroundings in the place of the process's: time, chance, the network, what is printed. Returns what undoes it. */
export function takeSurroundings(simulation: Simulation): () => void {
  return allOf([
    takeAmbient(simulation.clock, simulation.random),
    closeWaysOut((way) => isHeld(simulation, way)),
    watchPrinting(simulation),
  ]);
}

function isHeld(simulation: Simulation, way: string): boolean {
  if (underWay.getStore() === undefined && !simulation.isConnecting) return false;
  const rule = `calls ${way} itself: only clients reach systems, through what connect() gives them`;
  simulation.breaches.push(finding("isolation", rule));
  return true;
}

const METHODS = ["debug", "dir", "error", "info", "log", "table", "trace", "warn"] as const;

/** Searches what handlers and clients print beside the log for the person's data, and does not print that. */
function watchPrinting(simulation: Simulation): () => void {
  const search = (name: string, given: readonly unknown[]) => {
    const delivery = underWay.getStore();
    return delivery === undefined || !searchLine(simulation, delivery, name, { "": format(...given) });
  };
  const { stdout, stderr } = process;
  return allOf([
    ...METHODS.map((name) => guard(console, name, (given) => search(`console.${name}`, given))),
    guard(stdout, "write", ([chunk]) => search("process.stdout", [chunk])),
    guard(stderr, "write", ([chunk]) => search("process.stderr", [chunk])),
  ]);
}

/** Has a method do nothing where that is not allowed. */
function guard<Name extends string>(
  owner: Record<Name, (...given: never[]) => unknown>,
  name: Name,
  isAllowed: (given: readonly unknown[]) => boolean,
): () => void {
  const real = owner[name];
  return replaceMember(owner, name, (...given: never[]): unknown =>
    isAllowed(given) ? real.apply(owner, given) : true,
  );
}
