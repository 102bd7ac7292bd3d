import { setOut } from "./code.tsx";
import { useState } from "preact/hooks";
import type { Action } from "../api/use-action.ts";
import { Button } from "./button.tsx";
import { Area } from "./field.tsx";
import { isObject } from "../../../core/json.ts";

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

type Fields = Readonly<Record<string, unknown>>;

/**
 * The values to set in one body to get the other, by path: `data.email`.
 * @throws Error naming a field missing from the other: fields can be set, not removed.
 */
function changesBetween(before: unknown, after: unknown, isFlat = false): Record<string, unknown> {
  if (!isObject(before) || !isObject(after)) throw new Error("The body must be a JSON object, and stay one.");
  return Object.fromEntries(changesIn(before, after, "", isFlat));
}

function changesIn(before: Fields, after: Fields, path: string, isFlat: boolean): [path: string, value: unknown][] {
  const gone = Object.keys(before).find((name) => !(name in after));
  if (gone !== undefined) throw new Error(`${path}${gone} can't be taken out: set it to null.`);
  return Object.entries(after).flatMap(([name, value]): [string, unknown][] => {
    const earlier = before[name];
    if (JSON.stringify(earlier) === JSON.stringify(value)) return [];
    if (isFlat || !isObject(earlier) || !isObject(value)) return [[`${path}${name}`, value]];
    return changesIn(earlier, value, `${path}${name}.`, isFlat);
  });
}
