import { type Held, holdAll, holdUnstated } from "../../core/recall.ts";
import type { Org } from "./org.ts";

/** Snapshots an org and these other parts; undefined while a job or lock is open. */
export function holdOrg(org: Org, others: readonly Held[]): Held | undefined {
  if (org.jobs.size > 0 || !org.locks.areFree()) return undefined;
  return holdAll([org.store.hold(), org.ids.hold(), holdSettings(org), holdCount(org), ...others]);
}

function holdSettings(org: Org): Held {
  const { shape } = org;
  const settings = { ...org.settings };
  return {
    besides: JSON.stringify(settings),
    putBack() {
      Object.assign(org.settings, settings);
      org.shape = shape;
    },
  };
}

/** The counters. For queries only parity matters: see anyOrder. */
function holdCount({ count }: Org): Held {
  const { queries } = count;
  return holdAll([
    holdUnstated(count.automations),
    { besides: String(queries % 2), putBack: () => void (count.queries = queries) },
  ]);
}
