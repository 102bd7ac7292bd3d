import { useEffect } from "preact/hooks";

/** Calls again and again while the view is open: for what changes by time alone, as a rate falls. */
export function useEvery(ms: number, call: () => void): void {
  useEffect(() => {
    const timer = window.setInterval(call, ms);
    return () => window.clearInterval(timer);
  }, [ms, call]);
}
