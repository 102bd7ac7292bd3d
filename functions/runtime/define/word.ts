/** A word or a name as people type it, in whatever case: `Checked In`, `checked_in` and CHECKED-IN are one. */
export function asWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ");
}
