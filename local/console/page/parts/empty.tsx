import type { ComponentChildren } from "preact";

/** Placeholder for an empty list: what would be there, and how it gets there. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
