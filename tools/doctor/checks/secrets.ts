import { textIn } from "../../json.ts";
import { defineCheck } from "../check.ts";

/**
 * Checks the version that the functions name, not its value:
 * https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions
 */
export const secrets = defineCheck<{ readonly state: string }>({
  name: "secrets",
  asks: "Is the version of each secret that functions read enabled?",
  subjects: ({ functions, google, project }) => {
    const read = [...functions.values()].flatMap(({ secrets: some }) => [...some.values()]);
    const versions = new Set(read.map(({ secret, version }) => `${secret}/versions/${version}`));
    return [...versions].map((one) => ({
      name: `secret ${one}`,
      ask: async () => {
        const path = `/v1/projects/${project}/secrets/${one}`;
        const answer = await google.get("secretmanager", path, "secretmanager.versions.get");
        return answer === undefined ? undefined : { state: textIn(answer, "state") };
      },
    }));
  },
  missing: {
    harm: "will lose",
    says: () => "is not there: no new instance of the functions that read it starts",
    todo: "raise its number in secret_versions, give its value in TF_VAR_secrets, and deploy",
  },
  rules: [
    {
      harm: "will lose",
      when: ({ state }) => state !== "ENABLED",
      says: ({ state }) => `is ${state}: no new instance of the functions that read it starts`,
      todo: "enable it (gcloud secrets versions enable), or store another: secret_versions and TF_VAR_secrets, and deploy",
    },
  ],
});
