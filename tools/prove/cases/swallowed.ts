import type { FaultFit } from "../../../local/core/fault-fit.ts";
import type { CaseEnd } from "./case.ts";
import type { Call } from "../simulation/call.ts";
import { differences } from "../simulation/snapshot.ts";
import { divergence, SWALLOWS } from "../finding.ts";

/** Describes a delivery that was acknowledged although a call failed and its effect is missing. */
export function withoutEffect(end: CaseEnd, { operation }: Pick<Call, "operation">, fit: FaultFit): CaseEnd {
  const { findings, expected, actual } = end;
  const [should] = expected;
  const isElsewhere = findings.some(({ isDivergence }) => isDivergence);
  if (should === undefined || !isElsewhere) return end;
  const lost = differences(should, actual).filter(({ what }) => what !== "too many");
  const [first] = lost;
  if (first === undefined) return end;
  const met = fit.refuses === undefined ? `met with ${fit.name}` : `was refused with ${fit.refuses.code}`;
  const rule = `${SWALLOWS} ${operation} ${met}, and its effect is not there (${first.kind} ${first.what})`;
  return {
    ...end,
    findings: findings.map((one) => (one.isDivergence ? divergence("acknowledgement", rule) : one)),
  };
}
