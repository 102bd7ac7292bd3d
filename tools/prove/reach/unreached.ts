/** A piece of code that no case has run. */
export interface Unreached {
  /** Lines, from 1. */
  readonly from: number;
  readonly to: number;
  /** What stands in these lines, on one. */
  readonly code: string;
}

/** The pieces of a file's text that have not run, without those that say nothing: brackets, comments, what types alone ask for. */
export function unreachedIn(text: string, reached: Uint8Array): Unreached[] {
  const pieces: Unreached[] = [];
  for (let start = reached.indexOf(0); start !== -1 && start < text.length;) {
    const next = reached.indexOf(1, start);
    const end = next === -1 ? text.length : next;
    const piece = pieceOf(text, start, end);
    if (piece !== undefined) pieces.push(piece);
    start = next === -1 ? -1 : reached.indexOf(0, next);
  }
  return pieces;
}

const SAYS_NOTHING = /^(?:[\s{}()[\],;?:&|]|else\b)*$/;
/** What leads to it. */
const LEADING = /^(?:[\s{};?:&|]|else\b)*/;

function pieceOf(text: string, start: number, end: number): Unreached | undefined {
  const code = withoutComments(text.slice(start, end));
  if (SAYS_NOTHING.test(code)) return undefined;
  const [leading = ""] = LEADING.exec(code) ?? [];
  const kept = code.slice(leading.length).replace(leading.includes("{") ? /[\s}]+$/ : /\s+$/, "");
  const isInstead = /\?\?\s*$/.test(text.slice(0, start) + leading);
  if (isForTypes(kept.replaceAll(/\s+/g, " ")) || (isInstead && NUMBER.test(kept))) return undefined;
  const lineOf = (at: number) => text.slice(0, at).split("\n").length;
  const [from, to] = [lineOf(start + leading.length), lineOf(start + leading.length + kept.length)];
  const lines = text.split("\n").slice(from - 1, to);
  return { from, to, code: lines.join(" ").trim().replaceAll(/\s+/g, " ") };
}

/** Of the same length, so that places stay. */
function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, (comment) => comment.replaceAll(/[^\n]/g, " "));
}

/** All that a piece does, in a function of its own or after a `default:`. */
const PLAIN_ERROR =
  /^(?:[^;{}]*\{ |default: )?throw new (?:Type|Range)?Error\((?:"[^"]*"|`[^`]*`|[^;"`])*\);?(?: \})?$/;

/**
 * A plain Error says "this can't be", which tsc wants said; a refusal or an outage has a class of its own. And so it is with
 * nothing in the place of what can't be missing.
 */
function isForTypes(code: string): boolean {
  return PLAIN_ERROR.test(code) || /^(?:""|``|null|undefined|false|0)$/.test(code);
}

/** In the place of what may be missing: what tsc thinks that a built-in leaves out nobody can leave out, `maximumFractionDigits ?? 2`. */
const NUMBER = /^-?[\d._]+$/;

/** `41-44` */
export function spellLines({ from, to }: Unreached): string {
  return from === to ? `${from}` : `${from}-${to}`;
}
