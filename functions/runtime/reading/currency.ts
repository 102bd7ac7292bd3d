/** By ISO 4217; all others have two. */
const WITHOUT_MINOR = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" "));
const BY_THOUSANDTHS = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/**
 * How many decimal places a currency's minor unit has by ISO 4217, in which senders count. Intl follows everyday usage
 * instead: it gives forints, rupiah, Colombian pesos and Pakistani rupees no decimals, which would turn 119.00 HUF into
 * 11,900. https://github.com/unicode-org/cldr/pull/4112
 */
export function minorDigits(currency: string): number {
  const code = currency.toUpperCase(); // Stripe, for one, writes it in small letters
  if (WITHOUT_MINOR.has(code)) return 0;
  return BY_THOUSANDTHS.has(code) ? 3 : 2;
}
