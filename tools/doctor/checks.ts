import type { Check } from "./check.ts";
import { accounts } from "./checks/accounts.ts";
import { alerts } from "./checks/alerts.ts";
import { armor } from "./checks/armor.ts";
import { functions } from "./checks/functions.ts";
import { grants } from "./checks/grants.ts";
import { identifiers } from "./checks/identifiers.ts";
import { keptSubscriptions } from "./checks/kept.ts";
import { login } from "./checks/login.ts";
import { paused } from "./checks/paused.ts";
import { permissionSet } from "./checks/permission-set.ts";
import { region } from "./checks/region.ts";
import { roles } from "./checks/roles.ts";
import { schedules } from "./checks/schedules.ts";
import { schema } from "./checks/schema.ts";
import { secrets } from "./checks/secrets.ts";
import { subscriptions } from "./checks/subscriptions.ts";
import { topics } from "./checks/topics.ts";

export const checks: readonly Check[] = [
  functions,
  subscriptions,
  keptSubscriptions,
  topics,
  accounts,
  grants,
  roles,
  schedules,
  paused,
  secrets,
  alerts,
  armor,
  login,
  schema,
  permissionSet,
  region,
  identifiers,
];
