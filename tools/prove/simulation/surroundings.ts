import { format } from "node:util";
import { searchLine } from "./foreign-lines.ts";
import { finding } from "../finding.ts";
import { takeAmbient } from "./ambient.ts";
import { allOf, replaceMember } from "./replace.ts";
import type { Simulation } from "./simulation.ts";
import { underWay } from "./under-way.ts";
import { closeWaysOut } from "./ways-out.ts";

/**
 * Replaces the process's clock, randomness, network and output by the simulation's. Returns a function that restores
 * them.
 */
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

/** Searches what handlers and clients print outside the log for personal data, and suppresses it. */
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

/** Makes a method do nothing unless it is allowed. */
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
