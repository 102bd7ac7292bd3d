import type { AnchorHTMLAttributes } from "preact";
import { goTo } from "./address.ts";

type LinkProps = AnchorHTMLAttributes & { readonly href: string };

/** A link within the page; modified clicks open a new tab as usual. */
export function Link({ href, onClick, ...others }: LinkProps) {
  return (
    <a
      href={href}
      onClick={(event) => {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        onClick?.(event);
        goTo(href);
      }}
      {...others}
    />
  );
}
