import type { Case } from "../cases/case.ts";
import type { Finding } from "../finding.ts";
import type { Story } from "./story.ts";

/** A case and its outcome. */
export interface Result {
  readonly case: Pick<Case, "property" | "name" | "place" | "disturbance" | "types">;
  readonly verdict: "ok" | "declared" | "failed";
  readonly findings: readonly Finding[];
  /** Set on failure. Failures of one kind are most likely one mistake. */
  readonly kind?: string;
  readonly story?: Story;
}
