import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

interface ViewProps {
  readonly title: string;
  /** Beside the title, where it is more than a word. */
  readonly heading?: ComponentChildren;
  readonly about?: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** It ends with a table that fills the window. */
  readonly isFull?: boolean;
  readonly children: ComponentChildren;
}

/** One view: its heading, what can be done, and what there is to see. */
export function View({ title, heading, about, actions, isFull = false, children }: ViewProps) {
  useEffect(() => {
    document.title = `${title.slice(0, 80)} · ycat`;
  }, [title]);
  return (
    <div class={isFull ? "view is-full" : "view"}>
      <div class="view-head">
        <div>
          <h1>{heading ?? title}</h1>
          {about !== undefined && <p>{about}</p>}
        </div>
        {actions !== undefined && <div class="row">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
