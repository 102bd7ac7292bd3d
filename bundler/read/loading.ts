/** A file that ends the process, or never finishes loading, would silently end the build. */
export function watchLoading(): { readonly loading: Set<string>; stop(): void } {
  const loading = new Set<string>();
  const tell = (code: number) => {
    if (loading.size === 0) return;
    const names = [...loading].join(", ");
    process.stderr.write(
      code === NEVER_SETTLED ? neverLoaded(names) : endsProcess(callerIn(new Error("here")) ?? names),
    );
  };
  process.once("exit", tell);
  return { loading, stop: () => process.off("exit", tell) };
}

/** Node's exit code for an unsettled top-level await: https://nodejs.org/api/process.html#exit-codes */
const NEVER_SETTLED = 13;

function neverLoaded(names: string): string {
  return `${names}: it never finishes loading: its top-level await is never settled.\n`;
}

function endsProcess(place: string): string {
  return `${place}: it ends the process while it is loaded. Work belongs into run().\n`;
}

/** The caller of process.exit() is on the stack. */
function callerIn({ stack = "" }: Error): string | undefined {
  return /\/((?:functions|schemas)\/[^\n()]+:\d+):\d+\)?$/m.exec(stack)?.[1];
}
