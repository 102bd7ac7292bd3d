import type { ComponentChildren } from "preact";

/** In the place of what is not there yet: what would be, and how it comes. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
