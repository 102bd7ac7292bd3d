const LOG_IN = "run gcloud auth application-default login";

/** Of a person's login that has ended: a company may ask for it anew each day, and it may be revoked. */
const ENDED = /\binvalid_rapt\b|\binvalid_grant\b/;

/** Advice if Google's client libraries found no credentials, or such as hold no more; undefined for any other error. */
export function missingCredentials(error: unknown, project: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.message.includes("default credentials"))
    return `There are no credentials for project ${project}: ${LOG_IN}.`;
  const [ended] = ENDED.exec(error.message) ?? [];
  return ended === undefined ? undefined : `The login for project ${project} has ended (${ended}): ${LOG_IN}.`;
}
