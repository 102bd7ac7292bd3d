import type { ComponentChildren } from "preact";

/** A list of names and values; undefined values are left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  );
}
