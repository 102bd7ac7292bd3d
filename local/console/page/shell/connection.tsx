import { useEffect, useState } from "preact/hooks";
import { type Connection, watchConnection } from "../live/stream.ts";

const WORDS: Readonly<Record<Connection, string>> = {
  connecting: "connecting",
  connected: "connected",
  lost: "ycat does not answer; tries again",
};

export function ConnectionState() {
  const [connection, setConnection] = useState<Connection>("connecting");
  useEffect(() => watchConnection(setConnection), []);
  return (
    <p class={`connection is-${connection}`} role="status">
      {WORDS[connection]}
    </p>
  );
}
