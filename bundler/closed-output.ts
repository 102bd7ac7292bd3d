/**
 * Has a command end quietly once nobody reads what it prints (`… | head -1`): the first that each does. One that takes Ctrl-C
 * ends as it does then, and gives back what it holds.
 */
export function endWithReader(): void {
  let isClosed = false;
  const end = (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    if (isClosed) return; // a second Ctrl-C would end it at once
    isClosed = true;
    if (!process.emit("SIGINT", "SIGINT")) process.exit();
  };
  for (const output of [process.stdout, process.stderr]) output.on("error", end);
}
