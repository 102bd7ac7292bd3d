/** By ISO 4217; all others have two. */
const WITHOUT_MINOR = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" "));
const BY_THOUSANDTHS = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/**
 * How many places of a currency its minor unit has by ISO 4217, in which senders count. Intl knows how many people write: none of
 * forints, rupiah, Colombian pesos or Pakistani rupees, which would make 119.00 HUF 11,900. https://github.com/unicode-org/cldr/pull/4112
 */
export function minorDigits(currency: string): number {
  if (WITHOUT_MINOR.has(currency)) return 0;
  return BY_THOUSANDTHS.has(currency) ? 3 : 2;
}
