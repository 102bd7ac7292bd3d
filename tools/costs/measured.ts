import { costsIn, type MeasuredCost } from "../../bundler/read/measured.ts";

/** What the prover measured for one event of a handler, from proof/NAME.effects.md. */
export interface Measured {
  readonly allowances: readonly MeasuredCost[];
  /** The maximum over all situations, for all systems together, without logins: an instance logs in once. */
  readonly calls: number;
  /** Among these. */
  readonly writes: number;
}

/** Parses the output of tools/prove/effects/lines.ts. */
export function readMeasured(markdown: string): Measured {
  const sections = markdown.split(/^## /m).slice(1);
  const calls = sections.map(dearest);
  return {
    allowances: costsIn(markdown),
    calls: sum(calls.map((ofSystem) => ofSystem.length)),
    writes: sum(calls.map((ofSystem) => ofSystem.filter(isWrite).length)),
  };
}

/** The situation with the most calls, of one system. */
function dearest(section: string): string[] {
  const cases = [...section.matchAll(/^ {4}\S.* – (.+)$/gm)].map(([, text = ""]) => operationsIn(text));
  return cases.reduce((most, one) => (one.length > most.length ? one : most), []);
}

/** `(POST /services/oauth2/token), 2 × POST /sobjects/Lead`: two. */
function operationsIn(text: string): string[] {
  return text.split(", ").flatMap((one) => {
    const [, times = "1", operation = ""] = /^(?:(\d+) × )?(.*)$/.exec(one) ?? [];
    return operation.includes("/oauth2/") ? [] : Array.from({ length: Number(times) }, () => operation);
  });
}

/** A request with several queries is a POST too. */
function isWrite(operation: string): boolean {
  return !/^\(?(?:GET |POST \/composite(?: |$)|POST \/v1\/customers$)/.test(operation);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
