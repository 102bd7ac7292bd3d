type Verb = "plan" | "destroy";

const DONE: Readonly<Record<Verb, string>> = { plan: "planned", destroy: "destroyed" };

/** A checkout that is new, or whose providers or backend have changed. */
const INITIALISE =
  "first run terraform -chdir=terraform init, with the -backend-config of a state that is elsewhere (docs/deploy.md).";

interface Why {
  /** What is missing and what to do about it, if it is one of the first things that anybody meets. */
  readonly sentence?: string;
  /** Whether Terraform has reported nothing else. */
  readonly isAll: boolean;
}

/**
 * Why Terraform has done nothing.
 * @param said by Terraform, without colours
 */
export function whyNothing(verb: Verb, said: string): Why {
  const sentence = (what: string) => `Nothing was ${DONE[verb]}: ${what} Then ${verb} again.`;
  if (said.includes("terraform init")) return { sentence: sentence(INITIALISE), isAll: false };
  const plain = said.replaceAll(/\s+/g, " ");
  const missing = [...plain.matchAll(/input variable "(\w+)" is not set, and has no default value/g)].map(
    ([, name = ""]) => name,
  );
  if (missing.length === 0) return { isAll: false };
  const what =
    `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set. Write terraform/terraform.tfvars, as ` +
    "terraform/terraform.tfvars.example is, or name another file with -var-file (docs/deploy.md).";
  return { sentence: sentence(what), isAll: missing.length === plain.match(/\bError: /g)?.length };
}
