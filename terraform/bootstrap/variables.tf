variable "branch" {
  description = "The branch whose deploy.yml may apply. Protect it: who can push there can deploy."
  type        = string
  default     = "main"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._/-]+$", var.branch)) && !startswith(var.branch, "refs/")
    error_message = "branch is a branch's name alone, such as main, without refs/heads/."
  }
}

variable "kms_key" {
  description = "Encrypts the state, where an organisation asks for a key of one's own: projects/P/locations/REGION/keyRings/R/cryptoKeys/K."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key == null || can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key))
    error_message = "kms_key is a key's whole name, projects/P/locations/REGION/keyRings/R/cryptoKeys/K, without a version."
  }
}

variable "project" {
  description = "The id of the Google Cloud project that ycat is deployed to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "project is a project's id, such as acme-webhooks: neither its number nor its display name."
  }
}

variable "region" {
  description = "Where the state is kept."
  type        = string
  default     = "europe-west1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region is a region such as europe-west1: neither a zone (europe-west1-b) nor a multi-region (eu)."
  }
}

variable "repository" {
  description = "The GitHub repository that deploys, as acme/ycat."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository is OWNER/NAME, such as acme/ycat: no https://github.com/ before it, no .git after it."
  }
}

variable "repository_id" {
  description = "Its number (gh api repos/acme/ycat --jq .id): a name can become somebody else's, a number can't."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]+$", var.repository_id))
    error_message = "repository_id is the repository's number: gh api repos/OWNER/NAME --jq .id prints it."
  }
}

variable "state_versions" {
  description = "How many earlier versions of each state are kept, to go back to."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.state_versions >= 1 && floor(var.state_versions) == var.state_versions
    error_message = "state_versions is a whole number, 1 at least."
  }
}
