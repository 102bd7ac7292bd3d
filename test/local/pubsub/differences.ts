/**
 * Where Google's emulator (0.8.20) does not do what the documents say, by the case that fails there, with what it does
 * instead. A case that is listed here and passes fails the suite: then the difference is gone.
 */
export const EMULATOR_DIFFERENCES: Readonly<Record<string, string>> = {
  "refuses an acknowledgement deadline below 10 s": "accepts it",
  "accepts a retention of 31 days": "knows the former limit of 7 days",
  "refuses the subscription's own topic for its dead letters": "accepts it",
  "refuses exactly-once delivery on push": "accepts it",
  "refuses different ordering keys in one request": "accepts them",
  "refuses a message above 10 MB": "accepts it",
  "refuses more than 100 attributes": "accepts them",
  "refuses an attribute name above 256 bytes": "accepts it",
  "refuses an attribute value above 1024 bytes": "accepts it",
  "refuses an attribute name that begins with goog": "accepts it",
  "refuses an ordering key above 1024 bytes": "accepts it",
  "hands out up to 1000 at once": "hands out 100 at most",
  "writes a dead letter's publish time with milliseconds and an offset": "writes Z for the offset",
  "hands out the later ones of an ordering key again with the one given back": "keeps it back until its deadline",
  "pushes the ordering key": "leaves it out",
  "pushes the delivery attempt where there is a dead-letter policy": "leaves it out",
  "leaves empty fields out of a push": "pushes attributes: {}",
  "takes 202 for an acknowledgement": "takes it for a refusal",
  "takes 203 for a refusal": "takes it for an acknowledgement",
  "has more than two messages under way": "has two at most",
  "the client's stream gets no more messages at once than its flow control allows": "sends all it has",
  "exactly once: refuses a second acknowledgement, and takes the others of the request": "names no ids over REST",
  "exactly once: refuses what was given back, and takes its next delivery's id": "names no ids over REST",
  "exactly once: refuses the ids of what was taken back with an earlier one of its ordering key": "takes nothing back",
  "gets only what its filter lets through": "keeps the filter and lets everything through",
  "refuses a filter that can't be read, and one that changes": "does not read it",
  "the client's stream gets no more bytes at once than its flow control allows": "sends all it has",
};
