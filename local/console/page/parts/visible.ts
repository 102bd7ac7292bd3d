/** Direction marks and invisible characters. Emoji and Persian words need the zero-width joiner and non-joiner. */
const UNSEEN = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text with such characters named in place, so that untrusted text can't rearrange ours or imitate others. */
export function visible(text: string): string {
  return text.replaceAll(
    UNSEEN,
    (sign) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
  );
}
