import { useEffect, useState } from "preact/hooks";

/** Where the browser is: what each view is told by, and nothing else. */
export interface Address {
  /** The parts of the path, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

const listeners = new Set<() => void>();
window.addEventListener("popstate", tell);

function tell(): void {
  for (const listener of listeners) listener();
}

/** A path of these parts, whatever they hold. */
export function pathOf(...parts: readonly string[]): string {
  return `/${parts.map(encodeURIComponent).join("/")}`;
}

export function goTo(path: string): void {
  history.pushState(null, "", path);
  tell();
}

/** Notes a filter in the address without a step to go back to. */
export function replaceQuery(query: URLSearchParams): void {
  const text = query.toString();
  history.replaceState(null, "", text === "" ? location.pathname : `${location.pathname}?${text}`);
  tell();
}

export function useAddress(): Address {
  const [address, setAddress] = useState(read);
  useEffect(() => {
    const listener = () => setAddress(read());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return address;
}

function read(): Address {
  const parts = location.pathname.split("/").filter((part) => part !== "");
  return { parts: parts.map(decode), query: new URLSearchParams(location.search) };
}

/** What is no valid encoding stands for itself. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
