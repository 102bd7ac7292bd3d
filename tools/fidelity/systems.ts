import customerioClient from "../../functions/clients/customerio/client.ts";
import { salesforceSettings } from "../../functions/clients/salesforce/settings.ts";
import type { SettingSpecification } from "../../functions/runtime/define/client.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import { app } from "./customerio/app.ts";
import { realWorkspace, standInWorkspace } from "./customerio/targets.ts";
import { track, version2 } from "./customerio/track.ts";
import type { Topic } from "./exchange.ts";
import type { RealOptions, Target } from "./play.ts";
import { calls } from "./salesforce/calls.ts";
import { consent, keys } from "./salesforce/keys.ts";
import { members } from "./salesforce/members.ts";
import { statuses } from "./salesforce/statuses.ts";
import { duplicates, others } from "./salesforce/others.ts";
import { queries } from "./salesforce/queries.ts";
import { records } from "./salesforce/records.ts";
import { countries, refusals } from "./salesforce/refusals.ts";
import { several } from "./salesforce/several.ts";
import { realOrg, standInOrg } from "./salesforce/targets.ts";

/** A system whose stand-in can be compared with it. */
export interface ComparedSystem {
  readonly topics: readonly Topic[];
  readonly settings: Readonly<Record<string, SettingSpecification>>;
  standIn(): Target;
  real(environment: Environment, options: RealOptions): Target | Promise<Target>;
}

export const systems = {
  salesforce: {
    topics: [
      calls,
      records,
      refusals,
      countries,
      keys,
      consent,
      queries,
      several,
      members,
      statuses,
      duplicates,
      others,
    ],
    settings: salesforceSettings,
    standIn: standInOrg,
    real: realOrg,
  },
  customerio: {
    topics: [track, version2, app],
    settings: customerioClient.settings,
    standIn: standInWorkspace,
    real: realWorkspace,
  },
} satisfies Readonly<Record<string, ComparedSystem>>;
