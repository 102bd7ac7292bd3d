import { useEffect, useState } from "preact/hooks";

const narrow = matchMedia("(max-width: 900px)");

export function useIsNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(narrow.matches);
  useEffect(() => {
    const listener = () => setNarrow(narrow.matches);
    narrow.addEventListener("change", listener);
    return () => narrow.removeEventListener("change", listener);
  }, []);
  return isNarrow;
}
