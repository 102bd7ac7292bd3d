import { useEffect, useState } from "preact/hooks";

/** The page's address, which determines the view completely. */
export interface Address {
  /** The path's segments, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

const listeners = new Set<() => void>();
window.addEventListener("popstate", tell);

function tell(): void {
  for (const listener of listeners) listener();
}

/** A path of these segments, encoded. */
export function pathOf(...parts: readonly string[]): string {
  return `/${parts.map(encodeURIComponent).join("/")}`;
}

export function goTo(path: string): void {
  history.pushState(null, "", path);
  tell();
}

/** Changes the query without adding to the browser's history. */
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

/** Invalid encoding is kept as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
