const LEAST_MS = 16;
/** After a drawing nothing is drawn for so many times as long as it took. */
const REST = 10;
const MOST_MS = 2000;

/** Draws soon after it is told to, once for all that comes meanwhile, and the less often the longer drawing takes. */
export function createPace(draw: () => void): { soon(): void; end(): void } {
  let timer: number | undefined;
  let notBefore = 0;
  const run = () => {
    timer = undefined;
    const begun = performance.now();
    draw();
    // What the state's change has to be computed comes before this.
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

/** Tells how long the next frame has taken. A page that nobody sees has none. */
function afterFrame(tell: (ms: number) => void): void {
  requestAnimationFrame(() => {
    const begun = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => tell(performance.now() - begun), { once: true });
    port1.start();
    port2.postMessage(undefined);
  });
}
