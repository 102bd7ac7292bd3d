import type { ComponentChildren } from "preact";

interface PanelProps {
  readonly title: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A titled box. */
export function Panel({ title, aside, children }: PanelProps) {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{title}</h2>
        {aside !== undefined && <div class="row">{aside}</div>}
      </div>
      <div class="panel-body">{children}</div>
    </section>
  );
}
