import { readFile } from "node:fs/promises";
import type { UnreachedCode } from "../declared/declarations.ts";
import type { Candidate } from "../run/candidate.ts";
import type { HandlerProof, Proof } from "../run/proof.ts";
import { type Finding, finding } from "../finding.ts";
import type { GroupResult } from "../run/group.ts";
import { clientsOf, filesOfClients, ownFiles, shortName, unreachedOf } from "./files.ts";
import { type Reached, unite } from "../points/reached.ts";
import { spellLines, type Unreached } from "./unreached.ts";

/**
 * Adds unreached code to the proof: for handlers as problems, for clients as a list. Code that several handlers share
 * is judged only if all of them were proved whole.
 */
export async function judgeReach(
  proof: Proof,
  candidates: readonly Candidate[],
  groups: readonly GroupResult[],
): Promise<Proof> {
  const asked = candidates.filter(({ file }) => file !== undefined).map(({ handler }) => handler.name);
  const whole = proof.handlers.flatMap(({ handler, isWhole }) => (isWhole && asked.includes(handler) ? [handler] : []));
  const judged = await judgedFiles(candidates, whole);
  // Drawn cases may never run again.
  const counting = groups.filter(({ handler, draws }) => whole.includes(handler) && draws === undefined);
  const reached = unite(counting.map((group) => group.reached ?? {}));
  const found = await findingsOf(judged, reached);
  const handlers = proof.handlers.map((handler): HandlerProof => {
    const problems = [...handler.problems, ...(found.get(handler.handler) ?? [])];
    return { ...handler, problems };
  });
  const isAll = candidates.every(({ handler: { name } }) => whole.includes(name));
  return { ...proof, handlers, ...(isAll ? { unreached: await unreachedClients(candidates, reached) } : {}) };
}

interface Judged {
  readonly name: string;
  readonly files: readonly string[];
  /** Files not judged, because a handler that shares them was not proved whole. */
  readonly leftOut: readonly string[];
  readonly declared: readonly UnreachedCode[];
}

async function judgedFiles(candidates: readonly Candidate[], whole: readonly string[]): Promise<Judged[]> {
  const all = await Promise.all(
    candidates.map(async ({ handler: { name, declared }, file }) => ({
      name,
      files: file === undefined ? [] : await ownFiles(file),
      declared: declared.unreached ?? [],
    })),
  );
  const partly = new Set(all.filter(({ name }) => !whole.includes(name)).flatMap(({ files }) => files));
  return all
    .filter(({ name, files }) => whole.includes(name) && files.length > 0)
    .map((one) => ({
      ...one,
      files: one.files.filter((file) => !partly.has(file)),
      leftOut: one.files.filter((file) => partly.has(file)),
    }));
}

async function findingsOf(judged: readonly Judged[], reached: Reached): Promise<Map<string, readonly Finding[]>> {
  const found = judged.map(async ({ name, files, leftOut, declared }) => {
    const pieces = await Promise.all(
      files.map(async (file) => (await unreachedOf(reached, file)).map((piece) => ({ file, piece }))),
    );
    const unjudged = await Promise.all(leftOut.map((file) => readFile(file, "utf8")));
    return [name, problemsOf(pieces.flat(), declared, unjudged)] as const;
  });
  return new Map(await Promise.all(found));
}

function problemsOf(
  pieces: readonly { readonly file: string; readonly piece: Unreached }[],
  declared: readonly UnreachedCode[],
  unjudged: readonly string[],
): Finding[] {
  const isIn = ({ code }: UnreachedCode, text: string) => unformatted(text).includes(unformatted(code));
  const undeclared = pieces.filter(({ piece }) => !declared.some((one) => isIn(one, piece.code)));
  const texts = [...pieces.map(({ piece }) => piece.code), ...unjudged];
  const needless = declared.filter((one) => !texts.some((text) => isIn(one, text)));
  return [
    ...undeclared.map(({ file, piece }) =>
      finding(
        "coverage",
        `has code that no case runs: ${shortName(file)}:${spellLines(piece)} (${excerpt(piece.code)})`,
        { list: "unreached", says: { code: piece.code.slice(0, LONGEST) } },
      ),
    ),
    ...needless.map(({ code }) => finding("coverage", `declares that no case reaches "${code}", and one does`)),
  ];
}

/** Code with all whitespace normalised, so that formatting does not matter. */
function unformatted(code: string): string {
  return code.replaceAll(/\s+/g, "").replaceAll(/,(?=[)\]}])/g, "");
}

const LONGEST = 60;

function excerpt(code: string): string {
  return code.length <= LONGEST ? code : `${code.slice(0, LONGEST)}…`;
}

async function unreachedClients(candidates: readonly Candidate[], reached: Reached): Promise<string[]> {
  const lines = (await filesOfClients(clientsOf(candidates))).map(async (file) => {
    const pieces = await unreachedOf(reached, file);
    return pieces.length === 0 ? [] : [`${shortName(file)}:${[...new Set(pieces.map(spellLines))].join(", ")}`];
  });
  return (await Promise.all(lines)).flat();
}
