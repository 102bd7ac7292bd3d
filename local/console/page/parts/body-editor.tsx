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
  /** Fields alone are set, as wholes. Left out: whatever lies in them, too. */
  readonly isFlat?: boolean;
  /** Given what is to be set, by path. */
  readonly onSend: (set: Readonly<Record<string, unknown>>) => Promise<string | undefined>;
}

/** A webhook's body to be changed before it is sent. */
export function BodyEditor({ text, verb, action, isFlat = false, onSend }: BodyEditorProps) {
  const [edited, setEdited] = useState(() => pretty(text));
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

/** @throws Error with a sentence, where somebody has typed what is no JSON */
function parseBody(typed: string): unknown {
  if (typed.trim() === "") throw new Error("The body is empty, where JSON is expected.");
  try {
    return JSON.parse(typed);
  } catch (error) {
    throw new Error(`The body is no JSON: ${error instanceof Error ? error.message : ""}.`, { cause: error });
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
