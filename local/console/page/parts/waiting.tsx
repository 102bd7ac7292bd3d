import type { ComponentChildren } from "preact";
import type { Answered } from "../api/use-answer.ts";
import { Notice } from "./notice.tsx";

interface WaitingProps<Answer> {
  readonly of: Answered<Answer>;
  readonly children: (answer: Answer) => ComponentChildren;
}

/** Shows the answer or the error; nothing while loading. */
export function Waiting<Answer>({ of: { answer, error }, children }: WaitingProps<Answer>) {
  return (
    <>
      {error !== undefined && <Notice tone="bad">{error}</Notice>}
      {answer !== undefined && children(answer)}
    </>
  );
}
