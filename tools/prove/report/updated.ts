const NEXT = "read the difference, run npm run types, and commit it";

/**
 * What `--update` says about a handler's file. Before the proof has run, it does not say that the file may be
 * committed.
 */
export function spellWritten(
  handler: string,
  { isNew, isJudged }: { readonly isNew: boolean; readonly isJudged: boolean },
): string {
  const file = `proof/${handler}.effects.md`;
  if (!isNew) return `${file} is as it was`;
  return isJudged ? `${file} is written` : `${file} is written: ${NEXT}`;
}

/** The same after the proof has run. Undefined: nothing left to do. */
export function spellJudged(
  handler: string,
  { isNew, converges }: { readonly isNew: boolean; readonly converges: boolean },
): string | undefined {
  if (!converges) return `${handler} does not converge: mend it before you commit that (npm run prove -- ${handler})`;
  return isNew ? `${handler} converges: ${NEXT}` : undefined;
}
