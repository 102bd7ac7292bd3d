const SECONDS = 60;

const zeros = () => Array.from({ length: SECONDS }, () => 0);

/** How often each of many things happened in the last minute. */
export interface Rates {
  count(what: string): void;
  perMinute(what: string): number;
  clear(): void;
}

export function createRates(now: () => number = Date.now): Rates {
  const rings = new Map<string, { readonly counts: number[]; readonly seconds: number[] }>();
  const second = () => Math.floor(now() / 1000);
  return {
    count(what) {
      const ring = rings.get(what) ?? { counts: zeros(), seconds: zeros() };
      rings.set(what, ring);
      const [at, place] = [second(), second() % SECONDS];
      ring.counts[place] = ring.seconds[place] === at ? (ring.counts[place] ?? 0) + 1 : 1;
      ring.seconds[place] = at;
    },
    perMinute(what) {
      const { counts = [], seconds = [] } = rings.get(what) ?? {};
      const since = second() - SECONDS;
      return counts.reduce((sum, one, place) => ((seconds[place] ?? 0) > since ? sum + one : sum), 0);
    },
    clear: () => rings.clear(),
  };
}
