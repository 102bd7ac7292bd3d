import { useState } from "preact/hooks";
import { changesBetween } from "./changes-between.ts";
import { Button } from "./button.tsx";
import { Area } from "./field.tsx";

interface BodyEditorProps {
  /** JSON. */
  readonly text: string;
  readonly verb: string;
  readonly isBusy: boolean;
  /** Given what is to be set, by path. */
  readonly onSend: (set: Readonly<Record<string, unknown>>) => void;
  readonly onError: (sentence: string) => void;
}

/** A webhook's body to be changed before it is sent. */
export function BodyEditor({ text, verb, isBusy, onSend, onError }: BodyEditorProps) {
  const [edited, setEdited] = useState(() => pretty(text));
  const submit = (event: Event) => {
    event.preventDefault();
    try {
      onSend(changesBetween(JSON.parse(text), JSON.parse(edited)));
    } catch (error) {
      onError(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form class="story" onSubmit={submit}>
      <Area label="Body, JSON" value={edited} onValue={setEdited} rows={Math.min(24, edited.split("\n").length + 1)} />
      <div class="row">
        <Button type="submit" kind="main" disabled={isBusy}>
          {verb}
        </Button>
      </div>
    </form>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
