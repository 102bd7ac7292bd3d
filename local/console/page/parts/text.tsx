import { useState } from "preact/hooks";
import { visible } from "./visible.ts";

const SHORT = 240;

interface TextProps {
  /** Whatever somebody has sent: markup, directions of writing and length are theirs. */
  readonly value: string;
  readonly most?: number;
}

/** Somebody else's words as text: kept to their place, and cut where they are long, with a way to see all. */
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

/** The beginning alone: for a row, which opens what shows it all. */
export function Brief({ value, most = 120 }: TextProps) {
  const beginning = visible(value.length > most ? `${value.slice(0, most)}…` : value);
  return <bdi title={beginning}>{beginning}</bdi>;
}
