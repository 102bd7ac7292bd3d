import type { LoggedAllowance } from "../../../contract/systems.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Moment } from "../../parts/moment.tsx";

/** The allowances last reported by a project's systems. */
export function LoggedAllowances() {
  const { answer: allowances = [] } = useAnswer<readonly LoggedAllowance[]>("/api/allowances");
  return (
    <>
      {allowances.map(({ system, used, max, at }) => (
        <label key={system} class="quiet row">
          {system}: {used.toLocaleString("en")} of {max.toLocaleString("en")} calls of the day
          <meter min={0} max={max} value={used} high={max * 0.9} />
          <Moment at={at} />
        </label>
      ))}
    </>
  );
}
