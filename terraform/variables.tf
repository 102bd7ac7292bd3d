# A map, since Terraform drops without a word what an object does not know: a misspelt member would leave the default.
variable "alert_thresholds" {
  description = "When an alert fires, where not as by default: alerts.tf has the names, and defaults that suit some thousands of webhooks a day."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.alert_thresholds), keys(local.usual_thresholds))) == 0
    error_message = "alert_thresholds has ${join(", ", setsubtract(keys(var.alert_thresholds), keys(local.usual_thresholds)))}, which no alert reads. There are: ${join(", ", keys(local.usual_thresholds))}."
  }
  validation {
    condition     = alltrue([for value in values(var.alert_thresholds) : try(value >= 0, true)])
    error_message = "alert_thresholds has a number below 0, with which an alert would always fire."
  }
}

variable "archive" {
  description = "Keeps every event, and what handlers logged of it, in BigQuery for so many days, for npm run why: { days = 90 }. It holds personal data. Left out, there is none."
  type = object({
    days = number
  })
  default = null

  validation {
    condition     = var.archive == null || try(var.archive.days >= 1 && var.archive.days <= 3650 && floor(var.archive.days) == var.archive.days, false)
    error_message = "archive.days is a whole number from 1 to 3650; without an archive, leave archive out."
  }
}

variable "armor_preview" {
  description = "Cloud Armor logs what it would deny, and lets it pass: for the first days of a new sender."
  type        = bool
  default     = false
  nullable    = false
}

variable "domain" {
  description = "Where senders post to, as hooks.example.com. Without one there is no load balancer, and the functions are open to all: for a trial."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain is a name alone, in lower case, such as hooks.example.com: no https://, no path, no dot at its end."
  }
  validation {
    condition     = try(length(var.domain), 0) <= 64
    error_message = "domain has ${try(length(var.domain), 0)} characters, and Google issues certificates for 64 at most."
  }
}

variable "egress" {
  description = "The VPC network, and its subnetwork in the region, through which everything that calls a system goes out: a Cloud NAT of yours there gives it the fixed address that a system asks for. Null: Google's own addresses, which change."
  type        = object({ network = string, subnetwork = string })
  default     = null

  validation {
    condition = var.egress == null || can(regex(
      "^([a-z][a-z0-9-]*|projects/[^/]+/regions/${var.region}/subnetworks/[a-z][a-z0-9-]*)$", var.egress.subnetwork
    ))
    error_message = "egress.subnetwork is the name of a subnetwork in ${var.region}, or projects/PROJECT/regions/${var.region}/subnetworks/NAME."
  }
}

variable "grant_all_users" {
  description = "Senders may call sources because allUsers are granted roles/run.invoker there. False where a policy of the organisation refuses that: docs/deploy.md says how each source is opened instead."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key" {
  description = "A key of Cloud KMS, in the region, that encrypts topics, functions, images, bundles and secrets: projects/P/locations/REGION/keyRings/R/cryptoKeys/K. docs/deploy.md says who must be granted it first."
  type        = string
  default     = null

  validation {
    condition = var.kms_key == null || can(
      regex("^projects/[^/]+/locations/${var.region}/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key)
    )
    error_message = "kms_key is a key in ${var.region}, such as projects/acme-keys/locations/${var.region}/keyRings/ycat/cryptoKeys/ycat: no version of it, and no other region's."
  }
}

variable "labels" {
  description = "Labels of everything that can carry some."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for key, value in var.labels : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value)) && key != "ycat"
    ])
    error_message = "labels has a key or a value that Google Cloud refuses: lower-case letters, digits, _ and - are possible, 63 at most, and a key begins with a letter; or ycat, by which commands tell copies apart."
  }
}

variable "log_sample_rate" {
  description = "Which share of its requests the load balancer logs, 0 to 1: logs cost by volume."
  type        = number
  default     = 0.1
  nullable    = false

  validation {
    condition     = var.log_sample_rate >= 0 && var.log_sample_rate <= 1
    error_message = "log_sample_rate is a share, from 0 (nothing is logged) to 1 (everything)."
  }
}

variable "manifest_path" {
  description = "What npm run build has written; the bundles lie beside it."
  type        = string
  default     = "../dist/manifest.json"
  nullable    = false

  validation {
    condition     = fileexists(var.manifest_path)
    error_message = "There is no manifest at manifest_path: npm run build writes dist/manifest.json."
  }
}

variable "overrides" {
  description = "memory_mib, cpu, concurrency, min_instances and max_instances of single functions, where the specification's do not fit this deployment."
  type        = map(map(number))
  default     = {}
  nullable    = false

  # local.functions has the overrides in it already: what they are compared with is the manifest's own.
  validation {
    condition     = length(setsubtract(keys(var.overrides), keys(local.declared))) == 0
    error_message = "overrides names no function: ${join(", ", setsubtract(keys(var.overrides), keys(local.declared)))}. There are: ${join(", ", keys(local.declared))}."
  }
  validation {
    condition     = length(setsubtract(flatten([for own in values(var.overrides) : keys(own)]), local.overridable)) == 0
    error_message = "overrides has ${join(", ", setsubtract(flatten([for own in values(var.overrides) : keys(own)]), local.overridable))}, which no function has. There are: ${join(", ", local.overridable)}."
  }
}

variable "page_to" {
  description = "Who is paged: e-mail addresses, and notification channels that exist already (projects/P/notificationChannels/N), for PagerDuty, Slack and the like."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.page_to) > 0
    error_message = "page_to is empty: somebody has to be paged."
  }
  validation {
    condition = alltrue([
      for to in var.page_to : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$|^projects/[^/]+/notificationChannels/[0-9]+$", to))
    ])
    error_message = "page_to holds something that is neither an e-mail address nor projects/PROJECT/notificationChannels/NUMBER."
  }
}

variable "prefix" {
  description = "Begins every name, so that several copies share a project: staging-. Empty for the only one."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([a-z][a-z0-9-]{0,14}-)?$", var.prefix)) && !startswith(var.prefix, "goog") && var.prefix != "main-"
    error_message = "prefix is empty, or up to 16 lower-case letters, digits and dashes that begin with a letter and end with a dash, as in staging-; Google keeps goog for itself, and main is the label of a copy without a prefix."
  }
}

variable "project" {
  description = "The id of the Google Cloud project."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "project is a project's id, such as acme-webhooks: neither its number nor its display name."
  }
}

variable "protected" {
  description = "terraform destroy is refused, and so is what would destroy a topic or a subscription. False for a trial."
  type        = bool
  default     = true
  nullable    = false
}

variable "region" {
  description = "Where the functions run and the messages are stored."
  type        = string
  default     = "europe-west1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region is a region such as europe-west1: neither a zone (europe-west1-b) nor a multi-region (eu)."
  }
}

variable "requests_per_minute" {
  description = "How many requests one address may send in a minute before Cloud Armor answers 502. Senders share few addresses, and customer.io stops for an hour when it meets the limit."
  type        = number
  default     = 30000
  nullable    = false

  validation {
    condition = (floor(var.requests_per_minute) == var.requests_per_minute
      && var.requests_per_minute >= 1 && var.requests_per_minute <= 1000000
    )
    error_message = "requests_per_minute is a whole number from 1 to 1000000, which is what Cloud Armor can count."
  }
}

variable "retired" {
  description = "Handlers whose topics and subscriptions may be destroyed. npm run retire writes it, once it has looked."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "runbook_url" {
  description = "Where docs/operate.md can be read; every alert links to its section there."
  type        = string
  default     = null

  validation {
    condition     = var.runbook_url == null || can(regex("^https://[^#]+$", var.runbook_url))
    error_message = "runbook_url is the https:// address of docs/operate.md, without a #section."
  }
}

variable "secret_versions" {
  description = "Raise the number of a secret to have its value in secrets stored as a new version: { app = 2 }. All begin at 1."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.secret_versions), keys(local.secrets))) == 0
    error_message = "secret_versions names no secret: ${join(", ", setsubtract(keys(var.secret_versions), keys(local.secrets)))}. There are: ${join(", ", keys(local.secrets))}."
  }
  validation {
    condition     = alltrue([for number in values(var.secret_versions) : try(number >= 1 && floor(number) == number, true)])
    error_message = "secret_versions has what is no number of a version: whole numbers from 1 on, each higher than the one before."
  }
}

variable "secrets" {
  description = "The secrets' values, by name, in TF_VAR_secrets: those that are new or whose number in secret_versions was raised. They go to Secret Manager, and neither to the plan nor to the state."
  type        = map(string)
  default     = {}
  ephemeral   = true
  sensitive   = true
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.secrets), keys(local.secret_descriptions))) == 0
    error_message = "secrets has a name that no function uses. There are: ${join(", ", keys(local.secret_descriptions))}."
  }
  validation {
    condition     = alltrue([for value in values(var.secrets) : trimspace(value) != ""])
    error_message = "secrets has an empty value: leave out a secret whose value stays as it is."
  }
}

variable "settings" {
  description = "The functions' settings that are no secrets, by environment variable."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(local.required_settings, keys(var.settings))) == 0
    error_message = "settings lacks ${join(", ", [for name in setsubtract(local.required_settings, keys(var.settings)) : "${name} (${local.setting_descriptions[name]})"])}."
  }
  validation {
    condition     = alltrue([for name in local.required_settings : try(trimspace(var.settings[name]) != "", !contains(keys(var.settings), name))])
    error_message = "settings has no value for ${join(", ", [for name in local.required_settings : name if try(trimspace(var.settings[name]) == "", contains(keys(var.settings), name))])}."
  }
  validation {
    condition     = length(setsubtract(keys(var.settings), local.known_settings)) == 0
    error_message = "settings has what no function reads: ${join(", ", setsubtract(keys(var.settings), local.known_settings))}. There are: ${join(", ", local.known_settings)}."
  }
}

variable "sweep" {
  description = "Whether an hourly function looks for what systems have said yes to and may have dropped, and sends it again: docs/sweep.md."
  type        = bool
  default     = true
  nullable    = false
}
