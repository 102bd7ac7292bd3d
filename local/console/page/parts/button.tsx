import type { ButtonHTMLAttributes } from "preact";

type ButtonProps = ButtonHTMLAttributes & { readonly kind?: "plain" | "main" | "danger" | "link" };

export function Button({ kind = "plain", ...others }: ButtonProps) {
  return <button type="button" class={`button is-${kind}`} {...others} />;
}
