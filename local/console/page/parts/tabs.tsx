import { Link } from "../address/link.tsx";

interface Tab {
  readonly name: string;
  readonly href: string;
  readonly count?: number;
}

/** Links to the parts of a view, each with its own address. */
export function Tabs({
  tabs,
  current,
  label,
}: {
  readonly tabs: readonly Tab[];
  readonly current: string;
  readonly label: string;
}) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ name, href, count }) => (
        <Link key={href} href={href} aria-current={name === current ? "page" : undefined}>
          <bdi>{name}</bdi>
          {count !== undefined && <span class="count">{count.toLocaleString("en")}</span>}
        </Link>
      ))}
    </nav>
  );
}
