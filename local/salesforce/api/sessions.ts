import { randomBytes } from "node:crypto";
import type { Clock } from "../../core/clock.ts";

/** The open sessions. */
export interface Sessions {
  /** Opens a session and returns its access token. */
  open(): string;
  /** Whether the token's session is open; extends it. `moved`: it was opened on another instance. */
  use(token: string): boolean | "moved";
  end(token: string): void;
  endAll(): void;
  moveAll(): void;
}

/** Sessions that end after `ttlMs` without a call, like an org's session timeout. */
export function createSessions(clock: Clock, random: () => number, ttlMs: () => number): Sessions {
  const ends = new Map<string, number>();
  const moved = new Set<string>();
  return {
    open() {
      const token = `00DHp0000000001MAA!AQ${randomText(random)}`;
      ends.set(token, clock.now() + ttlMs());
      moved.delete(token);
      return token;
    },
    use(token) {
      if (moved.has(token)) return "moved";
      const end = ends.get(token);
      if (end === undefined || clock.now() >= end) return false;
      ends.set(token, clock.now() + ttlMs());
      return true;
    },
    end: (token) => void ends.delete(token),
    endAll() {
      ends.clear();
      moved.clear();
    },
    moveAll() {
      for (const token of ends.keys()) moved.add(token);
    },
  };
}

/** Default randomness of tokens. */
export function machineRandom(): number {
  return randomBytes(4).readUInt32BE() / 2 ** 32;
}

function randomText(random: () => number): string {
  let text = "";
  while (text.length < 48) text += Math.floor(random() * 2 ** 32).toString(36);
  return text.slice(0, 48);
}
