// Made from schemas/salesforce/*.json by npm run build. Do not edit.

/** The org's objects: their fields' values, what restricted ones take, and which may be set on creation, may be changed, are unique. */
export interface OrgObjects {
  readonly Account: {
    readonly values: AccountValues;
    readonly words: { readonly BillingGeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown"; readonly CleanStatus: "Matched" | "Different" | "Acknowledged" | "NotFound" | "Inactive" | "Pending" | "SelectMatch" | "Skipped"; readonly ShippingGeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown"; };
    readonly createable: "AccountNumber" | "AccountSource" | "AnnualRevenue" | "BillingCity" | "BillingCountry" | "BillingGeocodeAccuracy" | "BillingLatitude" | "BillingLongitude" | "BillingPostalCode" | "BillingState" | "BillingStreet" | "Billing_Customer_Id__c" | "CleanStatus" | "DandbCompanyId" | "Description" | "DunsNumber" | "Fax" | "Industry" | "Jigsaw" | "NaicsCode" | "NaicsDesc" | "Name" | "NumberOfEmployees" | "OperatingHoursId" | "OwnerId" | "Ownership" | "ParentId" | "Phone" | "Rating" | "RecordTypeId" | "ShippingCity" | "ShippingCountry" | "ShippingGeocodeAccuracy" | "ShippingLatitude" | "ShippingLongitude" | "ShippingPostalCode" | "ShippingState" | "ShippingStreet" | "Sic" | "SicDesc" | "Site" | "TickerSymbol" | "Tradestyle" | "Type" | "Website" | "YearStarted";
    readonly updateable: "AccountNumber" | "AccountSource" | "AnnualRevenue" | "BillingCity" | "BillingCountry" | "BillingGeocodeAccuracy" | "BillingLatitude" | "BillingLongitude" | "BillingPostalCode" | "BillingState" | "BillingStreet" | "Billing_Customer_Id__c" | "CleanStatus" | "DandbCompanyId" | "Description" | "DunsNumber" | "Fax" | "Industry" | "IsCustomerPortal" | "IsPartner" | "Jigsaw" | "NaicsCode" | "NaicsDesc" | "Name" | "NumberOfEmployees" | "OperatingHoursId" | "OwnerId" | "Ownership" | "ParentId" | "Phone" | "Rating" | "RecordTypeId" | "ShippingCity" | "ShippingCountry" | "ShippingGeocodeAccuracy" | "ShippingLatitude" | "ShippingLongitude" | "ShippingPostalCode" | "ShippingState" | "ShippingStreet" | "Sic" | "SicDesc" | "Site" | "TickerSymbol" | "Tradestyle" | "Type" | "Website" | "YearStarted";
    readonly unique: "Billing_Customer_Id__c";
  };
  readonly Campaign: {
    readonly values: CampaignValues;
    readonly words: {};
    readonly createable: "ActualCost" | "BudgetedCost" | "CampaignImageId" | "CampaignMemberRecordTypeId" | "Description" | "EndDate" | "ExpectedResponse" | "ExpectedRevenue" | "IsActive" | "Name" | "NumberSent" | "OwnerId" | "ParentId" | "StartDate" | "Status" | "Type";
    readonly updateable: "ActualCost" | "BudgetedCost" | "CampaignImageId" | "CampaignMemberRecordTypeId" | "Description" | "EndDate" | "ExpectedResponse" | "ExpectedRevenue" | "IsActive" | "Name" | "NumberSent" | "OwnerId" | "ParentId" | "StartDate" | "Status" | "Type";
    readonly unique: never;
  };
  readonly CampaignMember: {
    readonly values: CampaignMemberValues;
    readonly words: {};
    readonly createable: "CampaignId" | "ContactId" | "LeadId" | "Registration_At__c" | "Status";
    readonly updateable: "Registration_At__c" | "Status";
    readonly unique: never;
  };
  readonly CampaignMemberStatus: {
    readonly values: CampaignMemberStatusValues;
    readonly words: {};
    readonly createable: "CampaignId" | "HasResponded" | "IsDefault" | "Label" | "SortOrder";
    readonly updateable: "HasResponded" | "IsDefault" | "Label" | "SortOrder";
    readonly unique: never;
  };
  readonly Case: {
    readonly values: CaseValues;
    readonly words: {};
    readonly createable: "AccountId" | "AssetId" | "Comments" | "ContactId" | "Description" | "IsEscalated" | "Origin" | "OwnerId" | "ParentId" | "Priority" | "Reason" | "Status" | "Subject" | "SuppliedCompany" | "SuppliedEmail" | "SuppliedName" | "SuppliedPhone" | "Type";
    readonly updateable: "AccountId" | "AssetId" | "Comments" | "ContactId" | "Description" | "IsEscalated" | "Origin" | "OwnerId" | "ParentId" | "Priority" | "Reason" | "Status" | "Subject" | "SuppliedCompany" | "SuppliedEmail" | "SuppliedName" | "SuppliedPhone" | "Type";
    readonly unique: never;
  };
  readonly Contact: {
    readonly values: ContactValues;
    readonly words: { readonly CleanStatus: "Matched" | "Different" | "Acknowledged" | "NotFound" | "Inactive" | "Pending" | "SelectMatch" | "Skipped"; readonly MailingGeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown"; readonly OtherGeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown"; };
    readonly createable: "AccountId" | "AssistantName" | "AssistantPhone" | "Birthdate" | "CleanStatus" | "Department" | "Description" | "DoNotCall" | "Email" | "EmailBouncedDate" | "EmailBouncedReason" | "Email_Consent_At__c" | "Fax" | "FirstName" | "HasOptedOutOfEmail" | "HasOptedOutOfFax" | "HomePhone" | "IndividualId" | "Jigsaw" | "LastName" | "LeadSource" | "MailingCity" | "MailingCountry" | "MailingGeocodeAccuracy" | "MailingLatitude" | "MailingLongitude" | "MailingPostalCode" | "MailingState" | "MailingStreet" | "MobilePhone" | "OtherCity" | "OtherCountry" | "OtherGeocodeAccuracy" | "OtherLatitude" | "OtherLongitude" | "OtherPhone" | "OtherPostalCode" | "OtherState" | "OtherStreet" | "OwnerId" | "Phone" | "ReportsToId" | "Salutation" | "Title";
    readonly updateable: "AccountId" | "AssistantName" | "AssistantPhone" | "Birthdate" | "CleanStatus" | "Department" | "Description" | "DoNotCall" | "Email" | "EmailBouncedDate" | "EmailBouncedReason" | "Email_Consent_At__c" | "Fax" | "FirstName" | "HasOptedOutOfEmail" | "HasOptedOutOfFax" | "HomePhone" | "IndividualId" | "Jigsaw" | "LastName" | "LeadSource" | "MailingCity" | "MailingCountry" | "MailingGeocodeAccuracy" | "MailingLatitude" | "MailingLongitude" | "MailingPostalCode" | "MailingState" | "MailingStreet" | "MobilePhone" | "OtherCity" | "OtherCountry" | "OtherGeocodeAccuracy" | "OtherLatitude" | "OtherLongitude" | "OtherPhone" | "OtherPostalCode" | "OtherState" | "OtherStreet" | "OwnerId" | "Phone" | "ReportsToId" | "Salutation" | "Title";
    readonly unique: never;
  };
  readonly Lead: {
    readonly values: LeadValues;
    readonly words: { readonly CleanStatus: "Matched" | "Different" | "Acknowledged" | "NotFound" | "Inactive" | "Pending" | "SelectMatch" | "Skipped"; readonly GeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown"; };
    readonly createable: "AnnualRevenue" | "City" | "CleanStatus" | "Company" | "CompanyDunsNumber" | "Country" | "DandbCompanyId" | "Description" | "DoNotCall" | "Email" | "Email_Consent_At__c" | "Fax" | "FirstName" | "GeocodeAccuracy" | "HasOptedOutOfEmail" | "HasOptedOutOfFax" | "IndividualId" | "Industry" | "IsConverted" | "IsUnreadByOwner" | "Jigsaw" | "LastName" | "Latitude" | "LeadSource" | "Longitude" | "MobilePhone" | "NumberOfEmployees" | "OwnerId" | "Person_Key__c" | "Phone" | "PostalCode" | "Rating" | "Salutation" | "State" | "Status" | "Street" | "Title" | "Website";
    readonly updateable: "AnnualRevenue" | "City" | "CleanStatus" | "Company" | "CompanyDunsNumber" | "Country" | "DandbCompanyId" | "Description" | "DoNotCall" | "Email" | "EmailBouncedDate" | "EmailBouncedReason" | "Email_Consent_At__c" | "Fax" | "FirstName" | "GeocodeAccuracy" | "HasOptedOutOfEmail" | "HasOptedOutOfFax" | "IndividualId" | "Industry" | "IsUnreadByOwner" | "Jigsaw" | "LastName" | "Latitude" | "LeadSource" | "Longitude" | "MobilePhone" | "NumberOfEmployees" | "OwnerId" | "Person_Key__c" | "Phone" | "PostalCode" | "Rating" | "Salutation" | "State" | "Status" | "Street" | "Title" | "Website";
    readonly unique: "Person_Key__c";
  };
  readonly Opportunity: {
    readonly values: OpportunityValues;
    readonly words: { readonly ForecastCategory: "Omitted" | "Pipeline" | "BestCase" | "MostLikely" | "Forecast" | "Closed"; readonly ForecastCategoryName: "Omitted" | "Pipeline" | "Best Case" | "Commit" | "Closed"; };
    readonly createable: "AccountId" | "Amount" | "CampaignId" | "CloseDate" | "ContactId" | "Description" | "ForecastCategoryName" | "IsPrivate" | "LeadSource" | "Name" | "NextStep" | "OwnerId" | "Pricebook2Id" | "Probability" | "StageName" | "TotalOpportunityQuantity" | "Type";
    readonly updateable: "AccountId" | "Amount" | "CampaignId" | "CloseDate" | "Description" | "ForecastCategoryName" | "IsPrivate" | "LeadSource" | "Name" | "NextStep" | "OwnerId" | "Pricebook2Id" | "Probability" | "StageName" | "TotalOpportunityQuantity" | "Type";
    readonly unique: never;
  };
  readonly OpportunityContactRole: {
    readonly values: OpportunityContactRoleValues;
    readonly words: {};
    readonly createable: "ContactId" | "IsPrimary" | "OpportunityId" | "Role";
    readonly updateable: "ContactId" | "IsPrimary" | "Role";
    readonly unique: never;
  };
  readonly Task: {
    readonly values: TaskValues;
    readonly words: { readonly RecurrenceInstance: "First" | "Second" | "Third" | "Fourth" | "Last"; readonly RecurrenceMonthOfYear: "January" | "February" | "March" | "April" | "May" | "June" | "July" | "August" | "September" | "October" | "November" | "December"; readonly RecurrenceRegeneratedType: "RecurrenceRegenerateAfterDueDate" | "RecurrenceRegenerateAfterToday" | "RecurrenceRegenerated"; readonly RecurrenceType: "RecursDaily" | "RecursEveryWeekday" | "RecursMonthly" | "RecursMonthlyNth" | "RecursWeekly" | "RecursYearly" | "RecursYearlyNth"; readonly TaskSubtype: "Task" | "Email" | "ListEmail" | "Cadence" | "Call"; };
    readonly createable: "ActivityDate" | "CallDisposition" | "CallDurationInSeconds" | "CallObject" | "CallType" | "Description" | "Event_Key__c" | "IsRecurrence" | "IsReminderSet" | "OwnerId" | "Priority" | "RecurrenceDayOfMonth" | "RecurrenceDayOfWeekMask" | "RecurrenceEndDateOnly" | "RecurrenceInstance" | "RecurrenceInterval" | "RecurrenceMonthOfYear" | "RecurrenceRegeneratedType" | "RecurrenceStartDateOnly" | "RecurrenceTimeZoneSidKey" | "RecurrenceType" | "ReminderDateTime" | "Status" | "Subject" | "TaskSubtype" | "WhatId" | "WhoId";
    readonly updateable: "ActivityDate" | "CallDisposition" | "CallDurationInSeconds" | "CallObject" | "CallType" | "Description" | "Event_Key__c" | "IsReminderSet" | "OwnerId" | "Priority" | "RecurrenceDayOfMonth" | "RecurrenceDayOfWeekMask" | "RecurrenceEndDateOnly" | "RecurrenceInstance" | "RecurrenceInterval" | "RecurrenceMonthOfYear" | "RecurrenceRegeneratedType" | "RecurrenceStartDateOnly" | "RecurrenceTimeZoneSidKey" | "RecurrenceType" | "ReminderDateTime" | "Status" | "Subject" | "WhatId" | "WhoId";
    readonly unique: "Event_Key__c";
  };
  readonly User: {
    readonly values: UserValues;
    readonly words: { readonly GeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown"; readonly UserType: "Standard" | "PowerPartner" | "PowerCustomerSuccess" | "CustomerSuccess" | "Guest" | "CspLitePortal" | "CsnOnly" | "SelfService"; };
    readonly createable: "AboutMe" | "Alias" | "CallCenterId" | "City" | "CommunityNickname" | "CompanyName" | "ContactId" | "Country" | "DelegatedApproverId" | "Department" | "Division" | "Email" | "EmailEncodingKey" | "EmployeeNumber" | "Extension" | "Fax" | "FederationIdentifier" | "FirstName" | "ForecastEnabled" | "GeocodeAccuracy" | "IsActive" | "LanguageLocaleKey" | "LastName" | "Latitude" | "LocaleSidKey" | "Longitude" | "ManagerId" | "MobilePhone" | "Phone" | "PostalCode" | "ProfileId" | "ReceivesAdminInfoEmails" | "ReceivesInfoEmails" | "SenderEmail" | "SenderName" | "Signature" | "State" | "Street" | "TimeZoneSidKey" | "Title" | "UserPermissionsCallCenterAutoLogin" | "UserPermissionsInteractionUser" | "UserPermissionsKnowledgeUser" | "UserPermissionsMarketingUser" | "UserPermissionsOfflineUser" | "UserPermissionsSFContentUser" | "UserPermissionsSupportUser" | "UserRoleId" | "Username";
    readonly updateable: "AboutMe" | "Alias" | "CallCenterId" | "City" | "CommunityNickname" | "CompanyName" | "ContactId" | "Country" | "DelegatedApproverId" | "Department" | "Division" | "Email" | "EmailEncodingKey" | "EmployeeNumber" | "Extension" | "Fax" | "FederationIdentifier" | "FirstName" | "ForecastEnabled" | "GeocodeAccuracy" | "IsActive" | "LanguageLocaleKey" | "LastName" | "Latitude" | "LocaleSidKey" | "Longitude" | "ManagerId" | "MobilePhone" | "Phone" | "PostalCode" | "ProfileId" | "ReceivesAdminInfoEmails" | "ReceivesInfoEmails" | "SenderEmail" | "SenderName" | "Signature" | "State" | "Street" | "TimeZoneSidKey" | "Title" | "UserPermissionsCallCenterAutoLogin" | "UserPermissionsInteractionUser" | "UserPermissionsKnowledgeUser" | "UserPermissionsMarketingUser" | "UserPermissionsOfflineUser" | "UserPermissionsSFContentUser" | "UserPermissionsSupportUser" | "UserRoleId" | "Username";
    readonly unique: "Username";
  };
}

/** Account. */
export interface AccountValues {
  /** Account Number: string (40) */
  readonly AccountNumber: string | null;
  /** Account Source: picklist (40) */
  readonly AccountSource: string | null;
  /** Annual Revenue: currency */
  readonly AnnualRevenue: number | null;
  /** Billing Address: address */
  readonly BillingAddress: object | null;
  /** Billing City: string (40) */
  readonly BillingCity: string | null;
  /** Billing Country: string (80) */
  readonly BillingCountry: string | null;
  /** Billing Geocode Accuracy: picklist (40): Address, NearAddress, Block, Street, ExtendedZip, Zip, Neighborhood, City, County, State, Unknown */
  readonly BillingGeocodeAccuracy: string | null;
  /** Billing Latitude: double */
  readonly BillingLatitude: number | null;
  /** Billing Longitude: double */
  readonly BillingLongitude: number | null;
  /** Billing Zip/Postal Code: string (20) */
  readonly BillingPostalCode: string | null;
  /** Billing State/Province: string (80) */
  readonly BillingState: string | null;
  /** Billing Street: textarea (255) */
  readonly BillingStreet: string | null;
  /** Billing Customer ID: string (64) */
  readonly Billing_Customer_Id__c: string | null;
  /** Channel Program Level Name: string (255) */
  readonly ChannelProgramLevelName: string | null;
  /** Channel Program Name: string (255) */
  readonly ChannelProgramName: string | null;
  /** Clean Status: picklist (40): Matched, Different, Acknowledged, NotFound, Inactive, Pending, SelectMatch, Skipped */
  readonly CleanStatus: string | null;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** D&B Company ID: reference to DandBCompany */
  readonly DandbCompanyId: string | null;
  /** Account Description: textarea (32000) */
  readonly Description: string | null;
  /** D-U-N-S Number: string (9) */
  readonly DunsNumber: string | null;
  /** Account Fax: phone (40) */
  readonly Fax: string | null;
  /** Account ID: id */
  readonly Id: string;
  /** Industry: picklist (40) */
  readonly Industry: string | null;
  /** Customer Portal Account: boolean */
  readonly IsCustomerPortal: boolean;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** Partner Account: boolean */
  readonly IsPartner: boolean;
  /** Data.com Key: string (20) */
  readonly Jigsaw: string | null;
  /** Jigsaw Company ID: string (20) */
  readonly JigsawCompanyId: string | null;
  /** Last Activity: date */
  readonly LastActivityDate: string | null;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Last Referenced Date: datetime */
  readonly LastReferencedDate: string | null;
  /** Last Viewed Date: datetime */
  readonly LastViewedDate: string | null;
  /** Master Record ID: reference to Account */
  readonly MasterRecordId: string | null;
  /** NAICS Code: string (8) */
  readonly NaicsCode: string | null;
  /** NAICS Description: string (120) */
  readonly NaicsDesc: string | null;
  /** Account Name: string (255) */
  readonly Name: string;
  /** Employees: int */
  readonly NumberOfEmployees: number | null;
  /** Operating Hour ID: reference to OperatingHours */
  readonly OperatingHoursId: string | null;
  /** Owner ID: reference to User */
  readonly OwnerId: string;
  /** Ownership: picklist (40) */
  readonly Ownership: string | null;
  /** Parent Account ID: reference to Account */
  readonly ParentId: string | null;
  /** Account Phone: phone (40) */
  readonly Phone: string | null;
  /** Photo URL: url (255) */
  readonly PhotoUrl: string | null;
  /** Account Rating: picklist (40) */
  readonly Rating: string | null;
  /** Record Type ID: reference to RecordType */
  readonly RecordTypeId: string | null;
  /** Shipping Address: address */
  readonly ShippingAddress: object | null;
  /** Shipping City: string (40) */
  readonly ShippingCity: string | null;
  /** Shipping Country: string (80) */
  readonly ShippingCountry: string | null;
  /** Shipping Geocode Accuracy: picklist (40): Address, NearAddress, Block, Street, ExtendedZip, Zip, Neighborhood, City, County, State, Unknown */
  readonly ShippingGeocodeAccuracy: string | null;
  /** Shipping Latitude: double */
  readonly ShippingLatitude: number | null;
  /** Shipping Longitude: double */
  readonly ShippingLongitude: number | null;
  /** Shipping Zip/Postal Code: string (20) */
  readonly ShippingPostalCode: string | null;
  /** Shipping State/Province: string (80) */
  readonly ShippingState: string | null;
  /** Shipping Street: textarea (255) */
  readonly ShippingStreet: string | null;
  /** SIC Code: string (20) */
  readonly Sic: string | null;
  /** SIC Description: string (80) */
  readonly SicDesc: string | null;
  /** Account Site: string (80) */
  readonly Site: string | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
  /** Ticker Symbol: string (20) */
  readonly TickerSymbol: string | null;
  /** Tradestyle: string (255) */
  readonly Tradestyle: string | null;
  /** Account Type: picklist (40) */
  readonly Type: string | null;
  /** Website: url (255) */
  readonly Website: string | null;
  /** Year Started: string (4) */
  readonly YearStarted: string | null;
}

/** Campaign. */
export interface CampaignValues {
  /** Actual Cost in Campaign: currency */
  readonly ActualCost: number | null;
  /** Value Opportunities in Campaign: currency */
  readonly AmountAllOpportunities: number;
  /** Value Won Opportunities in Campaign: currency */
  readonly AmountWonOpportunities: number;
  /** Budgeted Cost in Campaign: currency */
  readonly BudgetedCost: number | null;
  /** Content Document ID: reference to ContentAsset */
  readonly CampaignImageId: string | null;
  /** Record Type ID: reference to RecordType */
  readonly CampaignMemberRecordTypeId: string | null;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** Description: textarea (32000) */
  readonly Description: string | null;
  /** End Date: date */
  readonly EndDate: string | null;
  /** Expected Response (%): percent */
  readonly ExpectedResponse: number | null;
  /** Expected Revenue in Campaign: currency */
  readonly ExpectedRevenue: number | null;
  /** Campaign ID: id */
  readonly Id: string;
  /** Active: boolean */
  readonly IsActive: boolean;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** Last Activity: date */
  readonly LastActivityDate: string | null;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Last Referenced Date: datetime */
  readonly LastReferencedDate: string | null;
  /** Last Viewed Date: datetime */
  readonly LastViewedDate: string | null;
  /** Name: string (80) */
  readonly Name: string;
  /** Contacts in Campaign: int */
  readonly NumberOfContacts: number;
  /** Converted Leads in Campaign: int */
  readonly NumberOfConvertedLeads: number;
  /** Leads in Campaign: int */
  readonly NumberOfLeads: number;
  /** Opportunities in Campaign: int */
  readonly NumberOfOpportunities: number;
  /** Responses in Campaign: int */
  readonly NumberOfResponses: number;
  /** Won Opportunities in Campaign: int */
  readonly NumberOfWonOpportunities: number;
  /** Num Sent in Campaign: double */
  readonly NumberSent: number | null;
  /** Owner ID: reference to User */
  readonly OwnerId: string;
  /** Parent Campaign ID: reference to Campaign */
  readonly ParentId: string | null;
  /** Start Date: date */
  readonly StartDate: string | null;
  /** Status: picklist (40) */
  readonly Status: string | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
  /** Type: picklist (40) */
  readonly Type: string | null;
}

/** Campaign Member. */
export interface CampaignMemberValues {
  /** Campaign ID: reference to Campaign */
  readonly CampaignId: string;
  /** City: string (40) */
  readonly City: string | null;
  /** Company (Account): string (255) */
  readonly CompanyOrAccount: string | null;
  /** Contact ID: reference to Contact */
  readonly ContactId: string | null;
  /** Country: string (80) */
  readonly Country: string | null;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** Description: textarea (32000) */
  readonly Description: string | null;
  /** Do Not Call: boolean */
  readonly DoNotCall: boolean;
  /** Email: email (80) */
  readonly Email: string | null;
  /** Fax: phone (40) */
  readonly Fax: string | null;
  /** First Name: string (40) */
  readonly FirstName: string | null;
  /** First Responded Date: date */
  readonly FirstRespondedDate: string | null;
  /** Email Opt Out: boolean */
  readonly HasOptedOutOfEmail: boolean;
  /** Fax Opt Out: boolean */
  readonly HasOptedOutOfFax: boolean;
  /** Responded: boolean */
  readonly HasResponded: boolean;
  /** Campaign Member ID: id */
  readonly Id: string;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Last Name: string (80) */
  readonly LastName: string | null;
  /** Lead ID: reference to Lead */
  readonly LeadId: string | null;
  /** Related Record ID: reference to Contact, Lead */
  readonly LeadOrContactId: string | null;
  /** Related Record Owner ID: reference to Group, User */
  readonly LeadOrContactOwnerId: string | null;
  /** Lead Source: picklist (255) */
  readonly LeadSource: string | null;
  /** Mobile: phone (40) */
  readonly MobilePhone: string | null;
  /** Name: string (255) */
  readonly Name: string | null;
  /** Phone: phone (40) */
  readonly Phone: string | null;
  /** Zip/Postal Code: string (20) */
  readonly PostalCode: string | null;
  /** Registration At: datetime */
  readonly Registration_At__c: string | null;
  /** Salutation: picklist (40) */
  readonly Salutation: string | null;
  /** State/Province: string (80) */
  readonly State: string | null;
  /** Status: picklist (40) */
  readonly Status: string | null;
  /** Street: textarea (255) */
  readonly Street: string | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
  /** Title: string (128) */
  readonly Title: string | null;
  /** Type: string (40) */
  readonly Type: string | null;
}

/** Campaign Member Status. */
export interface CampaignMemberStatusValues {
  /** Campaign ID: reference to Campaign */
  readonly CampaignId: string;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** Responded: boolean */
  readonly HasResponded: boolean;
  /** Campaign Member Status ID: id */
  readonly Id: string;
  /** Is Default: boolean */
  readonly IsDefault: boolean;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** Member Status: string (765) */
  readonly Label: string;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Sort Order: int */
  readonly SortOrder: number | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
}

/** Case. */
export interface CaseValues {
  /** Account ID: reference to Account */
  readonly AccountId: string | null;
  /** Asset ID: reference to Asset */
  readonly AssetId: string | null;
  /** Case Number: string (30) */
  readonly CaseNumber: string;
  /** Closed Date: datetime */
  readonly ClosedDate: string | null;
  /** Internal Comments: textarea (4000) */
  readonly Comments: string | null;
  /** Contact Email: email (80) */
  readonly ContactEmail: string | null;
  /** Contact Fax: phone (40) */
  readonly ContactFax: string | null;
  /** Contact ID: reference to Contact */
  readonly ContactId: string | null;
  /** Contact Mobile: phone (40) */
  readonly ContactMobile: string | null;
  /** Contact Phone: phone (40) */
  readonly ContactPhone: string | null;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** Description: textarea (32000) */
  readonly Description: string | null;
  /** Case ID: id */
  readonly Id: string;
  /** Closed: boolean */
  readonly IsClosed: boolean;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** Escalated: boolean */
  readonly IsEscalated: boolean;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Last Referenced Date: datetime */
  readonly LastReferencedDate: string | null;
  /** Last Viewed Date: datetime */
  readonly LastViewedDate: string | null;
  /** Master Record ID: reference to Case */
  readonly MasterRecordId: string | null;
  /** Case Origin: picklist (40) */
  readonly Origin: string | null;
  /** Owner ID: reference to Group, User */
  readonly OwnerId: string;
  /** Parent Case ID: reference to Case */
  readonly ParentId: string | null;
  /** Priority: picklist (40) */
  readonly Priority: string | null;
  /** Case Reason: picklist (40) */
  readonly Reason: string | null;
  /** Status: picklist (40) */
  readonly Status: string | null;
  /** Subject: string (255) */
  readonly Subject: string | null;
  /** Company: string (80) */
  readonly SuppliedCompany: string | null;
  /** Email Address: email (80) */
  readonly SuppliedEmail: string | null;
  /** Name: string (80) */
  readonly SuppliedName: string | null;
  /** Phone: string (40) */
  readonly SuppliedPhone: string | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
  /** Case Type: picklist (40) */
  readonly Type: string | null;
}

/** Contact. */
export interface ContactValues {
  /** Account ID: reference to Account */
  readonly AccountId: string | null;
  /** Assistant's Name: string (40) */
  readonly AssistantName: string | null;
  /** Asst. Phone: phone (40) */
  readonly AssistantPhone: string | null;
  /** Birthdate: date */
  readonly Birthdate: string | null;
  /** Clean Status: picklist (40): Matched, Different, Acknowledged, NotFound, Inactive, Pending, SelectMatch, Skipped */
  readonly CleanStatus: string | null;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** Department: string (80) */
  readonly Department: string | null;
  /** Contact Description: textarea (32000) */
  readonly Description: string | null;
  /** Do Not Call: boolean */
  readonly DoNotCall: boolean;
  /** Email: email (80) */
  readonly Email: string | null;
  /** Email Bounced Date: datetime */
  readonly EmailBouncedDate: string | null;
  /** Email Bounced Reason: string (255) */
  readonly EmailBouncedReason: string | null;
  /** Email Consent At: datetime */
  readonly Email_Consent_At__c: string | null;
  /** Business Fax: phone (40) */
  readonly Fax: string | null;
  /** First Name: string (40) */
  readonly FirstName: string | null;
  /** Email Opt Out: boolean */
  readonly HasOptedOutOfEmail: boolean;
  /** Fax Opt Out: boolean */
  readonly HasOptedOutOfFax: boolean;
  /** Home Phone: phone (40) */
  readonly HomePhone: string | null;
  /** Contact ID: id */
  readonly Id: string;
  /** Individual ID: reference to Individual */
  readonly IndividualId: string | null;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** Is Email Bounced: boolean */
  readonly IsEmailBounced: boolean;
  /** Data.com Key: string (20) */
  readonly Jigsaw: string | null;
  /** Jigsaw Contact ID: string (20) */
  readonly JigsawContactId: string | null;
  /** Last Activity: date */
  readonly LastActivityDate: string | null;
  /** Last Stay-in-Touch Request Date: datetime */
  readonly LastCURequestDate: string | null;
  /** Last Stay-in-Touch Save Date: datetime */
  readonly LastCUUpdateDate: string | null;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Last Name: string (80) */
  readonly LastName: string;
  /** Last Referenced Date: datetime */
  readonly LastReferencedDate: string | null;
  /** Last Viewed Date: datetime */
  readonly LastViewedDate: string | null;
  /** Lead Source: picklist (255) */
  readonly LeadSource: string | null;
  /** Mailing Address: address */
  readonly MailingAddress: object | null;
  /** Mailing City: string (40) */
  readonly MailingCity: string | null;
  /** Mailing Country: string (80) */
  readonly MailingCountry: string | null;
  /** Mailing Geocode Accuracy: picklist (40): Address, NearAddress, Block, Street, ExtendedZip, Zip, Neighborhood, City, County, State, Unknown */
  readonly MailingGeocodeAccuracy: string | null;
  /** Mailing Latitude: double */
  readonly MailingLatitude: number | null;
  /** Mailing Longitude: double */
  readonly MailingLongitude: number | null;
  /** Mailing Zip/Postal Code: string (20) */
  readonly MailingPostalCode: string | null;
  /** Mailing State/Province: string (80) */
  readonly MailingState: string | null;
  /** Mailing Street: textarea (255) */
  readonly MailingStreet: string | null;
  /** Master Record ID: reference to Contact */
  readonly MasterRecordId: string | null;
  /** Mobile Phone: phone (40) */
  readonly MobilePhone: string | null;
  /** Full Name: string (121) */
  readonly Name: string;
  /** Other Address: address */
  readonly OtherAddress: object | null;
  /** Other City: string (40) */
  readonly OtherCity: string | null;
  /** Other Country: string (80) */
  readonly OtherCountry: string | null;
  /** Other Geocode Accuracy: picklist (40): Address, NearAddress, Block, Street, ExtendedZip, Zip, Neighborhood, City, County, State, Unknown */
  readonly OtherGeocodeAccuracy: string | null;
  /** Other Latitude: double */
  readonly OtherLatitude: number | null;
  /** Other Longitude: double */
  readonly OtherLongitude: number | null;
  /** Other Phone: phone (40) */
  readonly OtherPhone: string | null;
  /** Other Zip/Postal Code: string (20) */
  readonly OtherPostalCode: string | null;
  /** Other State/Province: string (80) */
  readonly OtherState: string | null;
  /** Other Street: textarea (255) */
  readonly OtherStreet: string | null;
  /** Owner ID: reference to User */
  readonly OwnerId: string;
  /** Business Phone: phone (40) */
  readonly Phone: string | null;
  /** Photo URL: url (255) */
  readonly PhotoUrl: string | null;
  /** Reports To ID: reference to Contact */
  readonly ReportsToId: string | null;
  /** Salutation: picklist (40) */
  readonly Salutation: string | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
  /** Title: string (128) */
  readonly Title: string | null;
}

/** Lead. */
export interface LeadValues {
  /** Address: address */
  readonly Address: object | null;
  /** Annual Revenue: currency */
  readonly AnnualRevenue: number | null;
  /** City: string (40) */
  readonly City: string | null;
  /** Clean Status: picklist (40): Matched, Different, Acknowledged, NotFound, Inactive, Pending, SelectMatch, Skipped */
  readonly CleanStatus: string | null;
  /** Company: string (255) */
  readonly Company: string;
  /** Company D-U-N-S Number: string (9) */
  readonly CompanyDunsNumber: string | null;
  /** Converted Account ID: reference to Account */
  readonly ConvertedAccountId: string | null;
  /** Converted Contact ID: reference to Contact */
  readonly ConvertedContactId: string | null;
  /** Converted Date: date */
  readonly ConvertedDate: string | null;
  /** Converted Opportunity ID: reference to Opportunity */
  readonly ConvertedOpportunityId: string | null;
  /** Country: string (80) */
  readonly Country: string | null;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** D&B Company ID: reference to DandBCompany */
  readonly DandbCompanyId: string | null;
  /** Description: textarea (32000) */
  readonly Description: string | null;
  /** Do Not Call: boolean */
  readonly DoNotCall: boolean;
  /** Email: email (80) */
  readonly Email: string | null;
  /** Email Bounced Date: datetime */
  readonly EmailBouncedDate: string | null;
  /** Email Bounced Reason: string (255) */
  readonly EmailBouncedReason: string | null;
  /** Email Consent At: datetime */
  readonly Email_Consent_At__c: string | null;
  /** Fax: phone (40) */
  readonly Fax: string | null;
  /** First Name: string (40) */
  readonly FirstName: string | null;
  /** Geocode Accuracy: picklist (40): Address, NearAddress, Block, Street, ExtendedZip, Zip, Neighborhood, City, County, State, Unknown */
  readonly GeocodeAccuracy: string | null;
  /** Email Opt Out: boolean */
  readonly HasOptedOutOfEmail: boolean;
  /** Fax Opt Out: boolean */
  readonly HasOptedOutOfFax: boolean;
  /** Lead ID: id */
  readonly Id: string;
  /** Individual ID: reference to Individual */
  readonly IndividualId: string | null;
  /** Industry: picklist (255) */
  readonly Industry: string | null;
  /** Converted: boolean */
  readonly IsConverted: boolean;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** Unread By Owner: boolean */
  readonly IsUnreadByOwner: boolean;
  /** Data.com Key: string (20) */
  readonly Jigsaw: string | null;
  /** Jigsaw Contact ID: string (20) */
  readonly JigsawContactId: string | null;
  /** Last Activity: date */
  readonly LastActivityDate: string | null;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Last Name: string (80) */
  readonly LastName: string;
  /** Last Referenced Date: datetime */
  readonly LastReferencedDate: string | null;
  /** Last Transfer Date: date */
  readonly LastTransferDate: string | null;
  /** Last Viewed Date: datetime */
  readonly LastViewedDate: string | null;
  /** Latitude: double */
  readonly Latitude: number | null;
  /** Lead Source: picklist (255) */
  readonly LeadSource: string | null;
  /** Longitude: double */
  readonly Longitude: number | null;
  /** Master Record ID: reference to Lead */
  readonly MasterRecordId: string | null;
  /** Mobile Phone: phone (40) */
  readonly MobilePhone: string | null;
  /** Full Name: string (121) */
  readonly Name: string;
  /** Employees: int */
  readonly NumberOfEmployees: number | null;
  /** Owner ID: reference to Group, User */
  readonly OwnerId: string;
  /** Person Key: string (64) */
  readonly Person_Key__c: string | null;
  /** Phone: phone (40) */
  readonly Phone: string | null;
  /** Photo URL: url (255) */
  readonly PhotoUrl: string | null;
  /** Zip/Postal Code: string (20) */
  readonly PostalCode: string | null;
  /** Rating: picklist (255) */
  readonly Rating: string | null;
  /** Salutation: picklist (40) */
  readonly Salutation: string | null;
  /** State/Province: string (80) */
  readonly State: string | null;
  /** Status: picklist (255) */
  readonly Status: string;
  /** Street: textarea (255) */
  readonly Street: string | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
  /** Title: string (128) */
  readonly Title: string | null;
  /** Website: url (255) */
  readonly Website: string | null;
}

/** Opportunity. */
export interface OpportunityValues {
  /** Account ID: reference to Account */
  readonly AccountId: string | null;
  /** Amount: currency */
  readonly Amount: number | null;
  /** Campaign ID: reference to Campaign */
  readonly CampaignId: string | null;
  /** Close Date: date */
  readonly CloseDate: string;
  /** Contact ID: reference to Contact */
  readonly ContactId: string | null;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** Description: textarea (32000) */
  readonly Description: string | null;
  /** Expected Amount: currency */
  readonly ExpectedRevenue: number | null;
  /** Fiscal Period: string (6) */
  readonly Fiscal: string | null;
  /** Fiscal Quarter: int */
  readonly FiscalQuarter: number | null;
  /** Fiscal Year: int */
  readonly FiscalYear: number | null;
  /** Forecast Category: picklist (40): Omitted, Pipeline, BestCase, MostLikely, Forecast, Closed */
  readonly ForecastCategory: string;
  /** Forecast Category: picklist (255): Omitted, Pipeline, Best Case, Commit, Closed */
  readonly ForecastCategoryName: string | null;
  /** Has Open Activity: boolean */
  readonly HasOpenActivity: boolean;
  /** Has Line Item: boolean */
  readonly HasOpportunityLineItem: boolean;
  /** Has Overdue Task: boolean */
  readonly HasOverdueTask: boolean;
  /** Opportunity ID: id */
  readonly Id: string;
  /** Closed: boolean */
  readonly IsClosed: boolean;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** Private: boolean */
  readonly IsPrivate: boolean;
  /** Won: boolean */
  readonly IsWon: boolean;
  /** Last Activity: date */
  readonly LastActivityDate: string | null;
  /** Opportunity History ID: reference to OpportunityHistory */
  readonly LastAmountChangedHistoryId: string | null;
  /** Opportunity History ID: reference to OpportunityHistory */
  readonly LastCloseDateChangedHistoryId: string | null;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Last Referenced Date: datetime */
  readonly LastReferencedDate: string | null;
  /** Last Stage Change Date: datetime */
  readonly LastStageChangeDate: string | null;
  /** Last Viewed Date: datetime */
  readonly LastViewedDate: string | null;
  /** Lead Source: picklist (255) */
  readonly LeadSource: string | null;
  /** Name: string (120) */
  readonly Name: string;
  /** Next Step: string (255) */
  readonly NextStep: string | null;
  /** Owner ID: reference to User */
  readonly OwnerId: string;
  /** Price Book ID: reference to Pricebook2 */
  readonly Pricebook2Id: string | null;
  /** Probability (%): percent */
  readonly Probability: number | null;
  /** Stage: picklist (255) */
  readonly StageName: string;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
  /** Quantity: double */
  readonly TotalOpportunityQuantity: number | null;
  /** Opportunity Type: picklist (255) */
  readonly Type: string | null;
}

/** Opportunity Contact Role. */
export interface OpportunityContactRoleValues {
  /** Contact ID: reference to Contact */
  readonly ContactId: string;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** Contact Role ID: id */
  readonly Id: string;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** Primary: boolean */
  readonly IsPrimary: boolean;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Opportunity ID: reference to Opportunity */
  readonly OpportunityId: string;
  /** Role: picklist (40) */
  readonly Role: string | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
}

/** Task. */
export interface TaskValues {
  /** Account ID: reference to Account */
  readonly AccountId: string | null;
  /** Due Date Only: date */
  readonly ActivityDate: string | null;
  /** Call Result: string (255) */
  readonly CallDisposition: string | null;
  /** Call Duration: int */
  readonly CallDurationInSeconds: number | null;
  /** Call Object Identifier: string (255) */
  readonly CallObject: string | null;
  /** Call Type: picklist (255) */
  readonly CallType: string | null;
  /** Completed Date: datetime */
  readonly CompletedDateTime: string | null;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** Description: textarea (32000) */
  readonly Description: string | null;
  /** Event Key: string (255) */
  readonly Event_Key__c: string | null;
  /** Activity ID: id */
  readonly Id: string;
  /** Archived: boolean */
  readonly IsArchived: boolean;
  /** Closed: boolean */
  readonly IsClosed: boolean;
  /** Deleted: boolean */
  readonly IsDeleted: boolean;
  /** High Priority: boolean */
  readonly IsHighPriority: boolean;
  /** Create Recurring Series of Tasks: boolean */
  readonly IsRecurrence: boolean;
  /** Reminder Set: boolean */
  readonly IsReminderSet: boolean;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Assigned To ID: reference to Group, User */
  readonly OwnerId: string;
  /** Priority: picklist (255) */
  readonly Priority: string;
  /** Recurrence Activity ID: reference to Task */
  readonly RecurrenceActivityId: string | null;
  /** Recurrence Day of Month: int */
  readonly RecurrenceDayOfMonth: number | null;
  /** Recurrence Day of Week Mask: int */
  readonly RecurrenceDayOfWeekMask: number | null;
  /** Recurrence End: date */
  readonly RecurrenceEndDateOnly: string | null;
  /** Recurrence Instance: picklist (40): First, Second, Third, Fourth, Last */
  readonly RecurrenceInstance: string | null;
  /** Recurrence Interval: int */
  readonly RecurrenceInterval: number | null;
  /** Recurrence Month of Year: picklist (40): January, February, March, April, May, June, July, August, September, October, November, December */
  readonly RecurrenceMonthOfYear: string | null;
  /** Repeat This Task: picklist (40): RecurrenceRegenerateAfterDueDate, RecurrenceRegenerateAfterToday, RecurrenceRegenerated */
  readonly RecurrenceRegeneratedType: string | null;
  /** Recurrence Start: date */
  readonly RecurrenceStartDateOnly: string | null;
  /** Recurrence Time Zone: picklist (40) */
  readonly RecurrenceTimeZoneSidKey: string | null;
  /** Recurrence Type: picklist (40): RecursDaily, RecursEveryWeekday, RecursMonthly, RecursMonthlyNth, RecursWeekly, RecursYearly, RecursYearlyNth */
  readonly RecurrenceType: string | null;
  /** Reminder Date/Time: datetime */
  readonly ReminderDateTime: string | null;
  /** Status: picklist (255) */
  readonly Status: string;
  /** Subject: combobox (255) */
  readonly Subject: string | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
  /** Task Subtype: picklist (40): Task, Email, ListEmail, Cadence, Call */
  readonly TaskSubtype: string | null;
  /** Related To ID: reference to Account, Asset, Campaign, Case, Contract, Opportunity, Order, Product2, Solution */
  readonly WhatId: string | null;
  /** Name ID: reference to Contact, Lead */
  readonly WhoId: string | null;
}

/** User. */
export interface UserValues {
  /** About Me: textarea (1000) */
  readonly AboutMe: string | null;
  /** Account ID: reference to Account */
  readonly AccountId: string | null;
  /** Address: address */
  readonly Address: object | null;
  /** Alias: string (8) */
  readonly Alias: string;
  /** Call Center ID: reference to CallCenter */
  readonly CallCenterId: string | null;
  /** City: string (40) */
  readonly City: string | null;
  /** Nickname: string (40) */
  readonly CommunityNickname: string;
  /** Company Name: string (80) */
  readonly CompanyName: string | null;
  /** Contact ID: reference to Contact */
  readonly ContactId: string | null;
  /** Country: string (80) */
  readonly Country: string | null;
  /** Created By ID: reference to User */
  readonly CreatedById: string;
  /** Created Date: datetime */
  readonly CreatedDate: string;
  /** Delegated Approver ID: reference to Group, User */
  readonly DelegatedApproverId: string | null;
  /** Department: string (80) */
  readonly Department: string | null;
  /** Division: string (80) */
  readonly Division: string | null;
  /** Email: email (128) */
  readonly Email: string;
  /** Email Encoding: picklist (40) */
  readonly EmailEncodingKey: string;
  /** Employee Number: string (20) */
  readonly EmployeeNumber: string | null;
  /** Extension: phone (40) */
  readonly Extension: string | null;
  /** Fax: phone (40) */
  readonly Fax: string | null;
  /** SAML Federation ID: string (512) */
  readonly FederationIdentifier: string | null;
  /** First Name: string (40) */
  readonly FirstName: string | null;
  /** Allow Forecasting: boolean */
  readonly ForecastEnabled: boolean;
  /** Url for full-sized Photo: url (1024) */
  readonly FullPhotoUrl: string | null;
  /** Geocode Accuracy: picklist (40): Address, NearAddress, Block, Street, ExtendedZip, Zip, Neighborhood, City, County, State, Unknown */
  readonly GeocodeAccuracy: string | null;
  /** User ID: id */
  readonly Id: string;
  /** Active: boolean */
  readonly IsActive: boolean;
  /** Language: picklist (40) */
  readonly LanguageLocaleKey: string;
  /** Last Login: datetime */
  readonly LastLoginDate: string | null;
  /** Last Modified By ID: reference to User */
  readonly LastModifiedById: string;
  /** Last Modified Date: datetime */
  readonly LastModifiedDate: string;
  /** Last Name: string (80) */
  readonly LastName: string;
  /** Last Password Change or Reset: datetime */
  readonly LastPasswordChangeDate: string | null;
  /** Last Referenced Date: datetime */
  readonly LastReferencedDate: string | null;
  /** Last Viewed Date: datetime */
  readonly LastViewedDate: string | null;
  /** Latitude: double */
  readonly Latitude: number | null;
  /** Locale: picklist (40) */
  readonly LocaleSidKey: string;
  /** Longitude: double */
  readonly Longitude: number | null;
  /** Manager ID: reference to User */
  readonly ManagerId: string | null;
  /** Mobile: phone (40) */
  readonly MobilePhone: string | null;
  /** Full Name: string (121) */
  readonly Name: string;
  /** Phone: phone (40) */
  readonly Phone: string | null;
  /** Zip/Postal Code: string (20) */
  readonly PostalCode: string | null;
  /** Profile ID: reference to Profile */
  readonly ProfileId: string;
  /** Admin Info Emails: boolean */
  readonly ReceivesAdminInfoEmails: boolean;
  /** Info Emails: boolean */
  readonly ReceivesInfoEmails: boolean;
  /** Email Sender Address: email (80) */
  readonly SenderEmail: string | null;
  /** Email Sender Name: string (80) */
  readonly SenderName: string | null;
  /** Email Signature: textarea (1333) */
  readonly Signature: string | null;
  /** Photo: url (1024) */
  readonly SmallPhotoUrl: string | null;
  /** State/Province: string (80) */
  readonly State: string | null;
  /** Street: textarea (255) */
  readonly Street: string | null;
  /** System Modstamp: datetime */
  readonly SystemModstamp: string;
  /** Time Zone: picklist (40) */
  readonly TimeZoneSidKey: string;
  /** Title: string (80) */
  readonly Title: string | null;
  /** Auto-login To Call Center: boolean */
  readonly UserPermissionsCallCenterAutoLogin: boolean;
  /** Flow User: boolean */
  readonly UserPermissionsInteractionUser: boolean;
  /** Knowledge User: boolean */
  readonly UserPermissionsKnowledgeUser: boolean;
  /** Marketing User: boolean */
  readonly UserPermissionsMarketingUser: boolean;
  /** Offline User: boolean */
  readonly UserPermissionsOfflineUser: boolean;
  /** Salesforce CRM Content User: boolean */
  readonly UserPermissionsSFContentUser: boolean;
  /** Service Cloud User: boolean */
  readonly UserPermissionsSupportUser: boolean;
  /** Role ID: reference to UserRole */
  readonly UserRoleId: string | null;
  /** User Type: picklist (40): Standard, PowerPartner, PowerCustomerSuccess, CustomerSuccess, Guest, CspLitePortal, CsnOnly, SelfService */
  readonly UserType: string | null;
  /** Username: string (80) */
  readonly Username: string;
}

/**
 * The fields that can be written, by object and by what they hold: type, size (characters; digits of an int; precision.scale
 * of other numbers; 0: none), and which of c (on creation), u (on update), k (unique) is so.
 */
export const WRITEABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Account: {"string 40 cu":"AccountNumber BillingCity ShippingCity","picklist 40 cu":"AccountSource BillingGeocodeAccuracy CleanStatus Industry Ownership Rating ShippingGeocodeAccuracy Type","currency 18.0 cu":"AnnualRevenue","string 80 cu":"BillingCountry BillingState ShippingCountry ShippingState SicDesc Site","double 18.15 cu":"BillingLatitude BillingLongitude ShippingLatitude ShippingLongitude","string 20 cu":"BillingPostalCode Jigsaw ShippingPostalCode Sic TickerSymbol","textarea 255 cu":"BillingStreet ShippingStreet","string 64 cuk":"Billing_Customer_Id__c","reference 0 cu":"DandbCompanyId OperatingHoursId OwnerId ParentId RecordTypeId","textarea 32000 cu":"Description","string 9 cu":"DunsNumber","phone 40 cu":"Fax Phone","boolean 0 u":"IsCustomerPortal IsPartner","string 8 cu":"NaicsCode","string 120 cu":"NaicsDesc","string 255 cu":"Name Tradestyle","int 8 cu":"NumberOfEmployees","url 255 cu":"Website","string 4 cu":"YearStarted"},
  Campaign: {"currency 18.0 cu":"ActualCost BudgetedCost ExpectedRevenue","reference 0 cu":"CampaignImageId CampaignMemberRecordTypeId OwnerId ParentId","textarea 32000 cu":"Description","date 0 cu":"EndDate StartDate","percent 10.2 cu":"ExpectedResponse","boolean 0 cu":"IsActive","string 80 cu":"Name","double 18.0 cu":"NumberSent","picklist 40 cu":"Status Type"},
  CampaignMember: {"reference 0 c":"CampaignId ContactId LeadId","datetime 0 cu":"Registration_At__c","picklist 40 cu":"Status"},
  CampaignMemberStatus: {"reference 0 c":"CampaignId","boolean 0 cu":"HasResponded IsDefault","string 765 cu":"Label","int 9 cu":"SortOrder"},
  Case: {"reference 0 cu":"AccountId AssetId ContactId OwnerId ParentId","textarea 4000 cu":"Comments","textarea 32000 cu":"Description","boolean 0 cu":"IsEscalated","picklist 40 cu":"Origin Priority Reason Status Type","string 255 cu":"Subject","string 80 cu":"SuppliedCompany SuppliedName","email 80 cu":"SuppliedEmail","string 40 cu":"SuppliedPhone"},
  Contact: {"reference 0 cu":"AccountId IndividualId OwnerId ReportsToId","string 40 cu":"AssistantName FirstName MailingCity OtherCity","phone 40 cu":"AssistantPhone Fax HomePhone MobilePhone OtherPhone Phone","date 0 cu":"Birthdate","picklist 40 cu":"CleanStatus MailingGeocodeAccuracy OtherGeocodeAccuracy Salutation","string 80 cu":"Department LastName MailingCountry MailingState OtherCountry OtherState","textarea 32000 cu":"Description","boolean 0 cu":"DoNotCall HasOptedOutOfEmail HasOptedOutOfFax","email 80 cu":"Email","datetime 0 cu":"EmailBouncedDate Email_Consent_At__c","string 255 cu":"EmailBouncedReason","string 20 cu":"Jigsaw MailingPostalCode OtherPostalCode","picklist 255 cu":"LeadSource","double 18.15 cu":"MailingLatitude MailingLongitude OtherLatitude OtherLongitude","textarea 255 cu":"MailingStreet OtherStreet","string 128 cu":"Title"},
  Lead: {"currency 18.0 cu":"AnnualRevenue","string 40 cu":"City FirstName","picklist 40 cu":"CleanStatus GeocodeAccuracy Salutation","string 255 cu":"Company","string 9 cu":"CompanyDunsNumber","string 80 cu":"Country LastName State","reference 0 cu":"DandbCompanyId IndividualId OwnerId","textarea 32000 cu":"Description","boolean 0 cu":"DoNotCall HasOptedOutOfEmail HasOptedOutOfFax IsUnreadByOwner","email 80 cu":"Email","datetime 0 u":"EmailBouncedDate","string 255 u":"EmailBouncedReason","datetime 0 cu":"Email_Consent_At__c","phone 40 cu":"Fax MobilePhone Phone","picklist 255 cu":"Industry LeadSource Rating Status","boolean 0 c":"IsConverted","string 20 cu":"Jigsaw PostalCode","double 18.15 cu":"Latitude Longitude","int 8 cu":"NumberOfEmployees","string 64 cuk":"Person_Key__c","textarea 255 cu":"Street","string 128 cu":"Title","url 255 cu":"Website"},
  Opportunity: {"reference 0 cu":"AccountId CampaignId OwnerId Pricebook2Id","currency 18.2 cu":"Amount","date 0 cu":"CloseDate","reference 0 c":"ContactId","textarea 32000 cu":"Description","picklist 255 cu":"ForecastCategoryName LeadSource StageName Type","boolean 0 cu":"IsPrivate","string 120 cu":"Name","string 255 cu":"NextStep","percent 3.0 cu":"Probability","double 18.2 cu":"TotalOpportunityQuantity"},
  OpportunityContactRole: {"reference 0 cu":"ContactId","boolean 0 cu":"IsPrimary","reference 0 c":"OpportunityId","picklist 40 cu":"Role"},
  Task: {"date 0 cu":"ActivityDate RecurrenceEndDateOnly RecurrenceStartDateOnly","string 255 cu":"CallDisposition CallObject","int 8 cu":"CallDurationInSeconds","picklist 255 cu":"CallType Priority Status","textarea 32000 cu":"Description","string 255 cuk":"Event_Key__c","boolean 0 c":"IsRecurrence","boolean 0 cu":"IsReminderSet","reference 0 cu":"OwnerId WhatId WhoId","int 9 cu":"RecurrenceDayOfMonth RecurrenceDayOfWeekMask RecurrenceInterval","picklist 40 cu":"RecurrenceInstance RecurrenceMonthOfYear RecurrenceRegeneratedType RecurrenceTimeZoneSidKey RecurrenceType","datetime 0 cu":"ReminderDateTime","combobox 255 cu":"Subject","picklist 40 c":"TaskSubtype"},
  User: {"textarea 1000 cu":"AboutMe","string 8 cu":"Alias","reference 0 cu":"CallCenterId ContactId DelegatedApproverId ManagerId ProfileId UserRoleId","string 40 cu":"City CommunityNickname FirstName","string 80 cu":"CompanyName Country Department Division LastName SenderName State Title","email 128 cu":"Email","picklist 40 cu":"EmailEncodingKey GeocodeAccuracy LanguageLocaleKey LocaleSidKey TimeZoneSidKey","string 20 cu":"EmployeeNumber PostalCode","phone 40 cu":"Extension Fax MobilePhone Phone","string 512 cu":"FederationIdentifier","boolean 0 cu":"ForecastEnabled IsActive ReceivesAdminInfoEmails ReceivesInfoEmails UserPermissionsCallCenterAutoLogin UserPermissionsInteractionUser UserPermissionsKnowledgeUser UserPermissionsMarketingUser UserPermissionsOfflineUser UserPermissionsSFContentUser UserPermissionsSupportUser","double 18.15 cu":"Latitude Longitude","email 80 cu":"SenderEmail","textarea 1333 cu":"Signature","textarea 255 cu":"Street","string 80 cuk":"Username"},
};

/** The other fields of each object, which nobody can write. */
export const READ_ONLY: Readonly<Record<string, string>> = {
  Account: "BillingAddress ChannelProgramLevelName ChannelProgramName CreatedById CreatedDate Id IsDeleted JigsawCompanyId LastActivityDate LastModifiedById LastModifiedDate LastReferencedDate LastViewedDate MasterRecordId PhotoUrl ShippingAddress SystemModstamp",
  Campaign: "AmountAllOpportunities AmountWonOpportunities CreatedById CreatedDate Id IsDeleted LastActivityDate LastModifiedById LastModifiedDate LastReferencedDate LastViewedDate NumberOfContacts NumberOfConvertedLeads NumberOfLeads NumberOfOpportunities NumberOfResponses NumberOfWonOpportunities SystemModstamp",
  CampaignMember: "City CompanyOrAccount Country CreatedById CreatedDate Description DoNotCall Email Fax FirstName FirstRespondedDate HasOptedOutOfEmail HasOptedOutOfFax HasResponded Id IsDeleted LastModifiedById LastModifiedDate LastName LeadOrContactId LeadOrContactOwnerId LeadSource MobilePhone Name Phone PostalCode Salutation State Street SystemModstamp Title Type",
  CampaignMemberStatus: "CreatedById CreatedDate Id IsDeleted LastModifiedById LastModifiedDate SystemModstamp",
  Case: "CaseNumber ClosedDate ContactEmail ContactFax ContactMobile ContactPhone CreatedById CreatedDate Id IsClosed IsDeleted LastModifiedById LastModifiedDate LastReferencedDate LastViewedDate MasterRecordId SystemModstamp",
  Contact: "CreatedById CreatedDate Id IsDeleted IsEmailBounced JigsawContactId LastActivityDate LastCURequestDate LastCUUpdateDate LastModifiedById LastModifiedDate LastReferencedDate LastViewedDate MailingAddress MasterRecordId Name OtherAddress PhotoUrl SystemModstamp",
  Lead: "Address ConvertedAccountId ConvertedContactId ConvertedDate ConvertedOpportunityId CreatedById CreatedDate Id IsDeleted JigsawContactId LastActivityDate LastModifiedById LastModifiedDate LastReferencedDate LastTransferDate LastViewedDate MasterRecordId Name PhotoUrl SystemModstamp",
  Opportunity: "CreatedById CreatedDate ExpectedRevenue Fiscal FiscalQuarter FiscalYear ForecastCategory HasOpenActivity HasOpportunityLineItem HasOverdueTask Id IsClosed IsDeleted IsWon LastActivityDate LastAmountChangedHistoryId LastCloseDateChangedHistoryId LastModifiedById LastModifiedDate LastReferencedDate LastStageChangeDate LastViewedDate SystemModstamp",
  OpportunityContactRole: "CreatedById CreatedDate Id IsDeleted LastModifiedById LastModifiedDate SystemModstamp",
  Task: "AccountId CompletedDateTime CreatedById CreatedDate Id IsArchived IsClosed IsDeleted IsHighPriority LastModifiedById LastModifiedDate RecurrenceActivityId SystemModstamp",
  User: "AccountId Address CreatedById CreatedDate FullPhotoUrl Id LastLoginDate LastModifiedById LastModifiedDate LastPasswordChangeDate LastReferencedDate LastViewedDate Name SmallPhotoUrl SystemModstamp UserType",
};

/** What restricted picklists may hold: of each list of values, the fields that have it, as OBJECT.FIELD. */
export const RESTRICTED: readonly (readonly [fields: string, values: readonly string[]])[] = [
  ["Account.BillingGeocodeAccuracy Account.ShippingGeocodeAccuracy Contact.MailingGeocodeAccuracy Contact.OtherGeocodeAccuracy Lead.GeocodeAccuracy User.GeocodeAccuracy",["Address","NearAddress","Block","Street","ExtendedZip","Zip","Neighborhood","City","County","State","Unknown"]],
  ["Account.CleanStatus Contact.CleanStatus Lead.CleanStatus",["Matched","Different","Acknowledged","NotFound","Inactive","Pending","SelectMatch","Skipped"]],
  ["Opportunity.ForecastCategoryName",["Omitted","Pipeline","Best Case","Commit","Closed"]],
  ["Task.RecurrenceInstance",["First","Second","Third","Fourth","Last"]],
  ["Task.RecurrenceMonthOfYear",["January","February","March","April","May","June","July","August","September","October","November","December"]],
  ["Task.RecurrenceRegeneratedType",["RecurrenceRegenerateAfterDueDate","RecurrenceRegenerateAfterToday","RecurrenceRegenerated"]],
  ["Task.RecurrenceType",["RecursDaily","RecursEveryWeekday","RecursMonthly","RecursMonthlyNth","RecursWeekly","RecursYearly","RecursYearlyNth"]],
  ["Task.TaskSubtype",["Task","Email","ListEmail","Cadence","Call"]],
];

/** What the ids of each object's records begin with. */
export const KEY_PREFIXES: Readonly<Record<string, string>> = {
  Account: "001",
  Campaign: "701",
  CampaignMember: "00v",
  CampaignMemberStatus: "01Y",
  Case: "500",
  Contact: "003",
  Lead: "00Q",
  Opportunity: "006",
  OpportunityContactRole: "00K",
  Task: "00T",
  User: "005",
};
