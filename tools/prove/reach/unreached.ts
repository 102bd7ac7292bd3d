/** A piece of code that no case has run. */
export interface Unreached {
  /** First line, from 1. */
  readonly from: number;
  readonly to: number;
  /** The code in these lines, joined into one. */
  readonly code: string;
}

/** Pieces of a file's text that have not run, without brackets, comments and code that only the type checker needs. */
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
/** Text that precedes the actual code. */
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

/** Same length, so that positions stay valid. */
function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, (comment) => comment.replaceAll(/[^\n]/g, " "));
}

/** An error as the whole of a function body or of a `default:` branch. */
const PLAIN_ERROR =
  /^(?:[^;{}]*\{ |default: )?throw new (?:Type|Range)?Error\((?:"[^"]*"|`[^`]*`|[^;"`])*\);?(?: \})?$/;

/**
 * A plain Error means "this can't happen" and satisfies tsc; a refusal or an outage has its own class. An empty
 * fallback for something that can't be missing is the same.
 */
function isForTypes(code: string): boolean {
  return PLAIN_ERROR.test(code) || /^(?:""|``|null|undefined|false|0)$/.test(code);
}

/** A numeric fallback that tsc wants because the type of a built-in is optional: `maximumFractionDigits ?? 2`. */
const NUMBER = /^-?[\d._]+$/;

/** `41-44` */
export function spellLines({ from, to }: Unreached): string {
  return from === to ? `${from}` : `${from}-${to}`;
}
