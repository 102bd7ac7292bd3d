import type { ComponentChildren } from "preact";
import type { Action } from "../api/use-action.ts";

interface NoticeProps {
  readonly tone?: "plain" | "good" | "warn" | "bad";
  readonly children: ComponentChildren;
}

/** A message that needs attention now. */
export function Notice({ tone = "plain", children }: NoticeProps) {
  return (
    <div class={`notice is-${tone}`} role={tone === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}

/** The result of an action. */
export function ActionNotice({ action }: { readonly action: Action }) {
  if (action.error !== undefined) return <Notice tone="bad">{action.error}</Notice>;
  return action.done === undefined ? null : <Notice tone="good">{action.done}</Notice>;
}
