import { useEffect } from "preact/hooks";

/** Calls periodically while the view is open, for values that change by time alone, such as rates. */
export function useEvery(ms: number, call: () => void): void {
  useEffect(() => {
    const timer = window.setInterval(call, ms);
    return () => window.clearInterval(timer);
  }, [ms, call]);
}
