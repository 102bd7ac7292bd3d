/** What is to be done where Google's client libraries find no credentials; undefined of any other failure. */
export function missingCredentials(error: unknown, project: string): string | undefined {
  return error instanceof Error && error.message.includes("default credentials")
    ? `There are no credentials for project ${project}: run gcloud auth application-default login.`
    : undefined;
}
