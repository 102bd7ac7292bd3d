import { useState } from "preact/hooks";
import { visible } from "./visible.ts";

const SHORT = 240;

interface TextProps {
  /** Untrusted text: it may contain markup, direction marks and any length. */
  readonly value: string;
  readonly most?: number;
}

/** Untrusted text: isolated, and truncated if long, with a button to show all. */
export function Text({ value, most = SHORT }: TextProps) {
  const [isWhole, setWhole] = useState(false);
  if (value.length <= most || isWhole) return <bdi>{visible(value)}</bdi>;
  return (
    <>
      <bdi>{visible(`${value.slice(0, most)}…`)}</bdi>{" "}
      <button type="button" class="button is-link" onClick={() => setWhole(true)}>
        all {value.length.toLocaleString("en")} characters
      </button>
    </>
  );
}

/** Only the beginning, for rows that open the whole. */
export function Brief({ value, most = 120 }: TextProps) {
  const beginning = visible(value.length > most ? `${value.slice(0, most)}…` : value);
  return <bdi title={beginning}>{beginning}</bdi>;
}
