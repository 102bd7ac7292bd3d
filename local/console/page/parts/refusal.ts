const WORDS: Readonly<Record<string, string>> = {
  SIGNATURE: "no secret of this source has signed it so",
  SIGNATURE_STALE: "it was signed by one of its secrets, too long ago or ahead of the clock",
};

/** Why a webhook was not genuine: the logged reason, explained. */
export function refusalIn(reason: string): string {
  const words = WORDS[reason];
  return words === undefined ? `${reason}.` : `${reason}: ${words}.`;
}
