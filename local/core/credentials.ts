const LOG_IN = "run gcloud auth application-default login";

/** Of a person's login that has ended: a company may ask for it anew each day, and it may be revoked. */
const ENDED = /\binvalid_rapt\b|\binvalid_grant\b/;

/**
 * Some APIs count a person's calls in a project that the login has to name, and in which that person may do so:
 * https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds
 */
const NO_QUOTA_PROJECT = /\brequires a quota project\b|\bquota_project setting\b/;
const FOREIGN_QUOTA_PROJECT = /\brequired permission to use project (\S+?)\.?(?:\s|$)/;

/**
 * Advice if Google's client libraries found no credentials, such as hold no more, or such as are not counted in the
 * right project; undefined for any other error.
 */
export function missingCredentials(error: unknown, project: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (NO_QUOTA_PROJECT.test(error.message))
    return `The login names no project in which its calls are counted: run gcloud auth application-default set-quota-project ${project}.`;
  const [, foreign] = FOREIGN_QUOTA_PROJECT.exec(error.message) ?? [];
  if (foreign !== undefined)
    return (
      `This account's calls may not be counted in project ${foreign}, which its login names: grant it roles/serviceusage.serviceUsageConsumer ` +
      `there, or run gcloud auth application-default set-quota-project ${project}.`
    );
  if (error.message.includes("default credentials"))
    return `There are no credentials for project ${project}: ${LOG_IN}.`;
  const [ended] = ENDED.exec(error.message) ?? [];
  return ended === undefined ? undefined : `The login for project ${project} has ended (${ended}): ${LOG_IN}.`;
}
