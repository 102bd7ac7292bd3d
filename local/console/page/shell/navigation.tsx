import { Link } from "../address/link.tsx";
import { absent } from "./project.ts";

const GROUPS = [
  [
    ["events", "Events"],
    ["people", "People"],
    ["systems", "Systems"],
    ["sources", "Sources"],
  ],
  [
    ["faults", "Faults"],
    ["proof", "Proof"],
    ["dead-letters", "Dead letters"],
  ],
  [
    ["handlers", "Handlers"],
    ["topology", "Topology"],
  ],
] as const;

export function Navigation({ current }: { readonly current: string }) {
  return (
    <nav class="navigation" aria-label="Views">
      <ul>
        {GROUPS.map((group, index) =>
          group.map(([path, name], place) => (
            <li key={path} class={index > 0 && place === 0 ? "group" : undefined}>
              <Link
                href={`/${path}`}
                class={path in absent ? "quiet" : undefined}
                aria-current={path === current ? "page" : undefined}
              >
                {name}
              </Link>
            </li>
          )),
        )}
      </ul>
    </nav>
  );
}
