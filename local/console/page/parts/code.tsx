import { useState } from "preact/hooks";
import type { Body } from "../../contract/events.ts";
import { visible } from "./visible.ts";

const SHORT = 4000;

/** Preformatted text, scrollable by keyboard. */
export function Code({ text, label }: { readonly text: string; readonly label: string }) {
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > SHORT && !isWhole;
  return (
    <div class="code" tabIndex={0} role="group" aria-label={label}>
      <pre dir="auto">{visible(isCut ? `${text.slice(0, SHORT)}…` : text)}</pre>
      {isCut && (
        <button type="button" class="button is-link" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString("en")} characters
        </button>
      )}
    </div>
  );
}

/** A body: JSON is formatted, anything else shown unchanged. */
export function BodyText({ body, label }: { readonly body: Body; readonly label: string }) {
  if (body.text === "") return <p class="quiet">{body.cut === true ? "Kept no more." : "Empty."}</p>;
  return (
    <>
      <Code text={setOut(body.text)} label={label} />
      {body.cut === true && (
        <p class="quiet">The beginning of {body.bytes.toLocaleString("en")} bytes: more is not kept.</p>
      )}
    </>
  );
}

export function Json({ value, label }: { readonly value: unknown; readonly label: string }) {
  return <Code text={JSON.stringify(value, null, 2) ?? ""} label={label} />;
}

const MOST_TO_SET_OUT = 200_000;

/** JSON with line breaks and indents; any other or very long text unchanged. */
export function setOut(text: string): string {
  if (text.length > MOST_TO_SET_OUT || !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
