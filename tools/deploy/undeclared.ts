import { stripVTControlCharacters } from "node:util";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { entriesIn } from "../json.ts";

/**
 * Variables in a values file that terraform/ does not declare, one sentence each. Terraform only warns about them; a
 * misspelt region would silently be the default, which can't be changed later.
 * @param printed output of terraform plan
 * @param json `terraform show -json` of the plan
 */
export function undeclaredIn(printed: string, json: unknown): string[] {
  const plain = stripVTControlCharacters(printed).replaceAll(/[│|]/g, " ").replaceAll(/\s+/g, " ");
  const known = entriesIn(json, "configuration", "root_module", "variables").map(([name]) => name);
  const named = [
    ...plain.matchAll(/does not declare a variable named "([^"]+)" but a value was found in file "([^"]+)"/g),
  ];
  const [, more] = /(\d+) other variable\(s\) defined without being declared/.exec(plain) ?? [];
  return [
    ...named.map(([, name = "", file = ""]) => `${file}: there is no variable ${name}; ${didYouMean(name, known)}`),
    ...(more === undefined
      ? []
      : [`${more} more variables are set that there are none of: terraform -chdir=terraform plan names them.`]),
  ];
}
