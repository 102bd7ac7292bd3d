import type { SystemView } from "../../../contract/systems.ts";

/** How much of each limit is used. */
export function Allowance({ system: { allowance = {} } }: { readonly system: SystemView }) {
  return (
    <>
      {Object.entries(allowance).map(([unit, { used, max }]) => (
        <label key={unit} class="quiet row">
          {unit}: {used.toLocaleString("en")} of {max.toLocaleString("en")}
          <meter min={0} max={max} value={used} high={max * 0.9} />
        </label>
      ))}
    </>
  );
}
