/**
 * Ends a command quietly once nobody reads its output (`… | head -1`): the first statement of each command. A command
 * that handles Ctrl-C ends in the same way, and gives back what it holds.
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
