import type { ObjectDescription } from "../../../schemas/salesforce/object-description.ts";
import { defineCheck } from "../check.ts";
import type { Grants } from "../permission-set.ts";

interface Seen {
  readonly granted: Grants;
  readonly seen: ObjectDescription;
}

/**
 * Checks what the user may do, not its assignments: reading PermissionSetAssignment needs another permission, and a
 * profile may grant the same.
 */
export const permissionSet = defineCheck<Seen>({
  name: "permission set",
  asks: "Does ycat's user in the org have what the permission set ycat grants?",
  subjects: ({ org, permissions }) =>
    permissions.map((granted) => ({
      name: `ycat's user, of ${granted.object},`,
      async ask() {
        const seen = await org.describe(granted.object);
        return seen && { granted, seen };
      },
    })),
  missing: {
    harm: "will lose",
    says: () => "sees nothing",
    todo: "assign the permission set ycat to the user: docs/salesforce.md",
  },
  rules: [
    {
      harm: "will lose",
      when: (seen) => lacking(seen).length > 0,
      says: (seen) => `may not ${lacking(seen).join(", ")}`,
      todo: "assign the permission set ycat to the user, and deploy salesforce/force-app: docs/salesforce.md",
    },
  ],
});

function lacking({ granted, seen }: Seen): string[] {
  const fields = [...granted.fields].flatMap(([name, isEdited]) => {
    const field = seen.fields[name];
    if (field === undefined) return [`see ${name}`];
    return isEdited && field.updateable !== true && field.createable !== true ? [`write ${name}`] : [];
  });
  return [
    ...(granted.create && seen.createable !== true ? ["create one"] : []),
    ...(granted.edit && seen.updateable !== true ? ["update one"] : []),
    ...fields,
  ];
}
