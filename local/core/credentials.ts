/** Advice if Google's client libraries found no credentials; undefined for any other error. */
export function missingCredentials(error: unknown, project: string): string | undefined {
  return error instanceof Error && error.message.includes("default credentials")
    ? `There are no credentials for project ${project}: run gcloud auth application-default login.`
    : undefined;
}
