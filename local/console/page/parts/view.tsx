import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

interface ViewProps {
  readonly title: string;
  /** Beside the title, if more than a word. */
  readonly heading?: ComponentChildren;
  readonly about?: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** Ends with a table that fills the window. */
  readonly isFull?: boolean;
  readonly children: ComponentChildren;
}

/** A view: heading, actions and content. */
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
