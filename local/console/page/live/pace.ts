const LEAST_MS = 16;
/** Minimum pause between drawings, as a multiple of the last one's duration. */
const REST = 10;
const MOST_MS = 2000;

/** Draws soon after a request, once for all requests until then, and less often the longer drawing takes. */
export function createPace(draw: () => void): { soon(): void; end(): void } {
  let timer: number | undefined;
  let notBefore = 0;
  const run = () => {
    timer = undefined;
    const begun = performance.now();
    draw();
    // Preact's own update comes first.
    queueMicrotask(() => {
      const computed = performance.now();
      rest(computed - begun);
      afterFrame((frameMs) => rest(computed - begun + frameMs));
    });
  };
  const rest = (tookMs: number) => {
    notBefore = performance.now() + Math.min(MOST_MS, REST * tookMs);
  };
  return {
    soon() {
      timer ??= window.setTimeout(run, Math.max(LEAST_MS, notBefore - performance.now()));
    },
    end: () => window.clearTimeout(timer),
  };
}

/** Measures the time until the next frame. A hidden page has none. */
function afterFrame(tell: (ms: number) => void): void {
  requestAnimationFrame(() => {
    const begun = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => tell(performance.now() - begun), { once: true });
    port1.start();
    port2.postMessage(undefined);
  });
}
