// Loaded into each function that is measured, after the local runner's preload: answers over IPC what this process has
// used so far.
const { readFileSync } = require("node:fs");

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send({
    cpuMs: (user + system) / 1000,
    peakMiB: peakKiB() / 1024,
    residentMiB: process.memoryUsage.rss() / 2 ** 20,
  });
});

/** Linux counts into maxRSS what the parent held when it forked; VmHWM is this program's own. */
function peakKiB() {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "latin1"))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
