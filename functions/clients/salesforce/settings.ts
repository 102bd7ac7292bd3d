import type { KeyObject } from "node:crypto";
import type { SettingSpecification } from "../../runtime/define/client.ts";
import { SettingError } from "../../runtime/define/errors.ts";
import { unquoted } from "../../runtime/define/pasted.ts";
import { originSetting, requiredSetting, tokenSetting } from "../outgoing/settings.ts";
import { privateKeyIn } from "./private-key.ts";

export const salesforceSettings = {
  SALESFORCE_LOGIN_URL: { description: "the org's My Domain, https://NAME.my.salesforce.com" },
  SALESFORCE_CLIENT_ID: { description: "the consumer key of the external client app that ycat logs in as" },
  SALESFORCE_USERNAME: {
    description: "the user that ycat works as, where it logs in with a private key; a client secret has its own user",
    default: "",
  },
  SALESFORCE_CREDENTIAL: {
    description: "what ycat logs in with: a private key (PEM) for the JWT bearer flow, or the app's client secret",
    secret: "salesforce-credential",
  },
  SALESFORCE_PERSON_KEY_FIELD: {
    description:
      "the unique external-id text field (64) of Lead that keeps a person from becoming two Leads; `none` in an org " +
      "without it, where two deliveries at the same moment can create two",
    default: "Person_Key__c",
  },
  SALESFORCE_CONSENT_TIME_FIELD: {
    description:
      "the date-time field of Lead and Contact that keeps when the consent to e-mail that stands was given or taken " +
      "back; `none` in an org without it, where the later arrival decides and not the later event",
    default: "Email_Consent_At__c",
  },
  SALESFORCE_REGISTRATION_TIME_FIELD: {
    description:
      "the date-time field of CampaignMember that keeps since when somebody stands to an occasion as they do; `none` in an " +
      "org without it, where the later arrival decides and not the later change, and each has its e-mail",
    default: "Registration_At__c",
  },
  SALESFORCE_CALLS_PER_SECOND: {
    description: "how many calls all instances of a handler together make in a second; 0: as many as come",
    default: "0",
  },
} as const satisfies Record<string, SettingSpecification>;

export type SalesforceSettings = Readonly<Record<keyof typeof salesforceSettings, string>>;

type Credential =
  | { readonly flow: "client-credentials"; readonly clientSecret: string }
  | { readonly flow: "jwt-bearer"; readonly username: string; readonly privateKey: KeyObject };

export interface SalesforceConfiguration {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly credential: Credential;
  readonly personKeyField: string | undefined;
  readonly consentTimeField: string | undefined;
  readonly memberTimeField: string | undefined;
}

/** @throws SettingError that names the setting, and never quotes a secret one. */
export function readConfiguration(settings: SalesforceSettings): SalesforceConfiguration {
  const loginUrl = readLoginUrl(settings.SALESFORCE_LOGIN_URL);
  return {
    loginUrl,
    clientId: readClientId(settings.SALESFORCE_CLIENT_ID),
    personKeyField: readField("SALESFORCE_PERSON_KEY_FIELD", settings),
    consentTimeField: readField("SALESFORCE_CONSENT_TIME_FIELD", settings),
    memberTimeField: readField("SALESFORCE_REGISTRATION_TIME_FIELD", settings),
    credential: readCredential(settings, loginUrl),
  };
}

/** The one that begins with 3MVG, of the two that an app shows side by side. */
function readClientId(value: string): string {
  const id = tokenSetting("SALESFORCE_CLIENT_ID", value, "the app's consumer key");
  if (/^[\dA-F]{40,}$/i.test(id))
    throw new SettingError("SALESFORCE_CLIENT_ID is a consumer secret: the consumer key beside it is expected, 3MVG…");
  if (id.includes("@"))
    throw new SettingError("SALESFORCE_CLIENT_ID is a user's name: the app's consumer key is expected, 3MVG…");
  return id;
}

/** A browser shows the address of an org's pages, which can't be used to log in. */
function readLoginUrl(value: string): string {
  const [page = value] = /^https:\/\/[^/]+\.lightning\.force\.com(?=\/)/i.exec(unquoted(value)) ?? [];
  const origin = originSetting("SALESFORCE_LOGIN_URL", page, "https://NAME.my.salesforce.com");
  const org = /^https:\/\/(.+)\.(?:lightning\.force|(?:my|lightning)\.salesforce-setup)\.com$/.exec(origin)?.[1];
  const myDomain = org === undefined ? "https://NAME.my.salesforce.com" : `https://${org}.my.salesforce.com`;
  if (org !== undefined || /\.(?:file\.force|visualforce|documentforce)\.com$/.test(origin))
    throw new SettingError(
      `SALESFORCE_LOGIN_URL is the address of the org's pages, ${origin}: its My Domain is ${myDomain}`,
    );
  if (/^https:\/\/(?:name|your-?domain|your-?org|my-?domain|example|mycompany)\.my\./i.test(origin))
    throw new SettingError(
      "SALESFORCE_LOGIN_URL is an example's: the org's own My Domain is expected (Setup, My Domain)",
    );
  return origin;
}

/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm */
function refuseCommonLogin(loginUrl: string): void {
  if (/^https:\/\/(?:login|test|[a-z]{2,4}\d+)\.salesforce\.com$/.test(loginUrl))
    throw new SettingError(
      `SALESFORCE_LOGIN_URL is ${loginUrl}, where no client secret logs in: the org's My Domain is expected, https://NAME.my.salesforce.com`,
    );
}

function readCredential(settings: SalesforceSettings, loginUrl: string): Credential {
  const { SALESFORCE_CREDENTIAL, SALESFORCE_USERNAME } = settings;
  const credential = requiredSetting(
    "SALESFORCE_CREDENTIAL",
    SALESFORCE_CREDENTIAL,
    "a private key or a client secret",
  );
  const privateKey = privateKeyIn(credential);
  if (privateKey === undefined) {
    refuseCommonLogin(loginUrl);
    const clientSecret = tokenSetting("SALESFORCE_CREDENTIAL", credential, "a private key or a client secret");
    if (clientSecret.startsWith("3MVG"))
      throw new SettingError(
        "SALESFORCE_CREDENTIAL is the app's consumer key: the secret beside it is expected, or a private key",
      );
    return { flow: "client-credentials", clientSecret };
  }
  const username = requiredSetting(
    "SALESFORCE_USERNAME",
    SALESFORCE_USERNAME,
    "the user that the private key logs in as",
  );
  if (!/^\S+@\S+$/.test(username))
    throw new SettingError(
      "SALESFORCE_USERNAME must be the user's Username, as ycat@acme.com, not the name that pages show",
    );
  return { flow: "jwt-bearer", username, privateKey };
}

function readField(
  name: "SALESFORCE_PERSON_KEY_FIELD" | "SALESFORCE_CONSENT_TIME_FIELD" | "SALESFORCE_REGISTRATION_TIME_FIELD",
  settings: SalesforceSettings,
): string | undefined {
  const field = unquoted(settings[name]);
  if (/^none$/i.test(field)) return undefined;
  if (/^[A-Za-z]\w{0,75}__c$/.test(field)) return field;
  throw new SettingError(`${name} must be a custom field's API name, as ${salesforceSettings[name].default}, or none`);
}
