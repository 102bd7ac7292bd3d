/**
 * Where an error that is none of ours was thrown: its stack's first frame, as `run (index.cjs:35:110)`. Before the frames
 * stands the text, which may hold anything and is passed over.
 */
export function placeOf({ name, message, stack = "" }: Error): string | undefined {
  const header = `${name}: ${message}`;
  if (!stack.startsWith(header)) return undefined;
  const [, frame] = /^\n\s+at (?:async )?(.{1,200})/.exec(stack.slice(header.length)) ?? [];
  return frame?.replace(/[^\s(]*\//, "");
}
