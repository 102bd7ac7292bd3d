import type { Scene } from "../scene.ts";

/** A scene as names of cases begin. */
export function sceneName({
  handler,
  sample,
  state,
}: Scene): readonly [handler: string, sample: string, state: string] {
  return [handler.name, sample.name, state];
}
