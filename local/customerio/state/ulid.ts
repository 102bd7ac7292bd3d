const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID in either case: 48 bits of time, hence at most 7 as the first character, and 80 bits of randomness. */
export function isUlid(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i.test(text);
}

export function createUlid(milliseconds: number, random: () => number): string {
  let time = "";
  for (let rest = milliseconds; time.length < 10; rest = Math.floor(rest / 32))
    time = ALPHABET.charAt(rest % 32) + time;
  let noise = "";
  while (noise.length < 16) noise += ALPHABET.charAt(Math.floor(random() * 32));
  return time + noise;
}
