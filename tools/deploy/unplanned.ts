/** A checkout that is new, or whose providers or backend have changed. */
const INITIALISE =
  "Nothing was planned: first terraform -chdir=terraform init, with the -backend-config of a state that is elsewhere " +
  "(docs/deploy.md). Then plan again.";

/**
 * Why terraform plan has planned nothing, in a sentence that says what to do, where it is one of the first things that anybody meets.
 * @param said by Terraform, without colours
 */
export function whyUnplanned(said: string): { readonly sentence?: string; readonly isAll: boolean } {
  if (said.includes("terraform init")) return { sentence: INITIALISE, isAll: false };
  const plain = said.replaceAll(/\s+/g, " ");
  const missing = [...plain.matchAll(/input variable "(\w+)" is not set, and has no default value/g)].map(
    ([, name = ""]) => name,
  );
  if (missing.length === 0) return { isAll: false };
  const sentence =
    `Nothing was planned: ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set. Write terraform/terraform.tfvars, as ` +
    "terraform/terraform.tfvars.example is, or name another file with -var-file (docs/deploy.md). Then plan again.";
  return { sentence, isAll: missing.length === plain.match(/\bError: /g)?.length };
}
