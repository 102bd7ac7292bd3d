import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { RecordPage, SystemRecord } from "../../../contract/systems.ts";
import { pathOf } from "../../address/address.ts";
import { get, sentenceOf } from "../../api/ask.ts";
import { useWhenTold } from "../../api/use-answer.ts";

interface LoadedRecords {
  readonly records: readonly SystemRecord[];
  readonly total: number;
  readonly isLoaded: boolean;
  readonly error?: string;
  readonly onSight: (last: number) => void;
}

const PAGE = 200;
const AHEAD = 100;
const none: RecordPage = { records: [], total: 0 };

/** A kind's records: loaded as they are viewed, and again when one changes. */
export function useRecords(system: string, kind: string): LoadedRecords {
  const [loaded, setLoaded] = useState<RecordPage & { error?: string; isLoaded: boolean }>({
    ...none,
    isLoaded: false,
  });
  const wanted = useRef(PAGE);
  const isLoading = useRef(false);
  const load = useCallback(
    async (known: readonly SystemRecord[]) => {
      if (isLoading.current) return;
      isLoading.current = true;
      try {
        setLoaded({
          ...(await loadUpTo(`/api${pathOf("systems", system, kind)}`, known, () => wanted.current)),
          isLoaded: true,
        });
      } catch (error) {
        setLoaded({ ...none, isLoaded: true, error: sentenceOf(error) });
      } finally {
        isLoading.current = false;
      }
    },
    [system, kind],
  );
  const anew = useCallback(() => void load([]), [load]);
  useEffect(anew, [anew]);
  useWhenTold(
    ["change"],
    anew,
    (told) => "system" in told && told.system === system && "kind" in told && told.kind === kind,
  );
  const onSight = (last: number) => {
    wanted.current = last + AHEAD;
    if (loaded.records.length < Math.min(wanted.current, loaded.total)) void load(loaded.records);
  };
  return { ...loaded, onSight };
}

async function loadUpTo(path: string, known: readonly SystemRecord[], wanted: () => number): Promise<RecordPage> {
  const records = [...known];
  for (;;) {
    const after = records.at(-1)?.id;
    const page = await get<RecordPage>(
      `${path}?limit=${PAGE}${after === undefined ? "" : `&after=${encodeURIComponent(after)}`}`,
    );
    records.push(...page.records);
    if (page.records.length === 0) return { records, total: records.length };
    if (records.length >= Math.min(wanted(), page.total)) return { records, total: page.total };
  }
}
