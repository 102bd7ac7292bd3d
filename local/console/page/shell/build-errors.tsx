import { useEffect, useState } from "preact/hooks";
import type { StreamEvents } from "../../contract/stream.ts";
import { listen } from "../live/stream.ts";
import { Notice } from "../parts/notice.tsx";

/** The current errors of `npm run dev`'s build, with their lines. */
export function BuildErrors() {
  const [build, setBuild] = useState<StreamEvents["build"]>();
  useEffect(() => listen("build", setBuild), []);
  if (build === undefined || build.errors.length === 0) return null;
  return (
    <Notice tone="bad">
      <ul>
        {build.errors.map(({ message, place }) => (
          <li key={`${place} ${message}`}>
            {place !== undefined && <code>{place}</code>} <bdi>{message}</bdi>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
