import { setOut } from "./code.tsx";
import { useState } from "preact/hooks";
import type { Action } from "../api/use-action.ts";
import { changesBetween } from "./changes-between.ts";
import { Button } from "./button.tsx";
import { Area } from "./field.tsx";

interface BodyEditorProps {
  /** JSON. */
  readonly text: string;
  readonly verb: string;
  readonly action: Action;
  /** Only whole fields are set. Default: nested values, too. */
  readonly isFlat?: boolean;
  /** Receives the values to set, by path. */
  readonly onSend: (set: Readonly<Record<string, unknown>>) => Promise<string | undefined>;
}

/** Edits a webhook's body before it is sent. */
export function BodyEditor({ text, verb, action, isFlat = false, onSend }: BodyEditorProps) {
  const [edited, setEdited] = useState(() => setOut(text));
  const send = async () => onSend(changesBetween(JSON.parse(text), parseBody(edited), isFlat));
  const submit = (event: Event) => {
    event.preventDefault();
    action.run(send);
  };
  return (
    <form class="stack" onSubmit={submit}>
      <Area label="Body, JSON" value={edited} onValue={setEdited} rows={Math.min(24, edited.split("\n").length + 1)} />
      <div class="row">
        <Button type="submit" kind="main" disabled={action.isBusy}>
          {verb}
        </Button>
      </div>
    </form>
  );
}

/** @throws Error with a sentence if the text is not JSON */
function parseBody(typed: string): unknown {
  if (typed.trim() === "") throw new Error("The body is empty, where JSON is expected.");
  try {
    return JSON.parse(typed);
  } catch (error) {
    throw new Error(`The body is no JSON: ${error instanceof Error ? error.message : ""}.`, { cause: error });
  }
}
