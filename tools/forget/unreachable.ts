const DAY_MS = 24 * 60 * 60 * 1000;

/** What ycat can't remove, and when it expires according to terraform/*.tf. */
export function unreachable(now: number, isArchived: boolean): string[] {
  const until = (days: number) => new Date(now + days * DAY_MS).toISOString().slice(0, 10);
  return [
    `events that topics keep to be sought back: seven days, until ${until(7)}`,
    `events that a handler has not handled yet: npm run status says how many wait; handled, they are gone, or ${until(31)} at the latest`,
    `what handlers have noted of their calls for the sweep: an hour or two, and three days at the most, until ${until(3)}`,
    ...(isArchived
      ? [`deleted rows that BigQuery keeps for its owner (time travel, fail-safe): fourteen days, until ${until(14)}`]
      : []),
    `logs, which hold a hash in the place of an address: 30 days unless the project says otherwise, until ${until(30)}; another log-hash-key makes them nobody's`,
    "what Salesforce, customer.io and Slack hold, and what the sender does: these are asked themselves",
    "samples that somebody has saved, and copies of this dataset or of logs that are not ycat's",
  ];
}
