const FLAG = /\p{Regional_Indicator}{2}/gu;
/** Regional indicators are as far from each other as letters are. */
const [FIRST_INDICATOR, FIRST_LETTER] = [0x1_f1_e6, 0x41];

/** A country without the flag that lists show beside it; of a flag alone its code (https://github.com/wesbos/awesome-uses/pull/812). */
export function withoutFlag(country: string): string {
  const named = country.replaceAll(FLAG, "").trim();
  if (named !== "" || country === "") return named;
  const [flag = ""] = country.match(FLAG) ?? [];
  return Array.from(flag, (one) =>
    String.fromCodePoint((one.codePointAt(0) ?? FIRST_INDICATOR) - FIRST_INDICATOR + FIRST_LETTER),
  ).join("");
}
