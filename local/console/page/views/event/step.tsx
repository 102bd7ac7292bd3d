import type { ComponentChildren } from "preact";
import type { Tone } from "../../parts/badge.tsx";

interface StepProps {
  readonly tone: Tone;
  readonly title: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A step of a story, with a mark for its result. */
export function Step({ tone, title, aside, children }: StepProps) {
  return (
    <li class={`step is-${tone}`}>
      <div class="step-body">
        <div class="step-head">
          <h2>{title}</h2>
          {aside !== undefined && <span class="aside">{aside}</span>}
        </div>
        {children}
      </div>
    </li>
  );
}
