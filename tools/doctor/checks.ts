import type { Check } from "./check.ts";
import { accounts, roles } from "./checks/accounts.ts";
import { alerts } from "./checks/alerts.ts";
import { armor } from "./checks/armor.ts";
import { functions, schedules, secrets } from "./checks/functions.ts";
import { grants } from "./checks/grants.ts";
import { identifiers, region } from "./checks/customerio.ts";
import { keptSubscriptions, subscriptions } from "./checks/subscriptions.ts";
import { openFunctions } from "./checks/open.ts";
import { login } from "./checks/login.ts";
import { paused } from "./checks/paused.ts";
import { permissionSet } from "./checks/permission-set.ts";
import { schema } from "./checks/schema.ts";
import { topics } from "./checks/topics.ts";

export const checks: readonly Check[] = [
  functions,
  subscriptions,
  keptSubscriptions,
  topics,
  accounts,
  grants,
  openFunctions,
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
