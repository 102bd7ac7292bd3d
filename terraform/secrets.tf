locals {
  # Nobody outside has to know these: without a value of yours one is made.
  generated_secrets = ["log-hash-key"]
  secret_versions   = { for name in keys(local.secrets) : name => lookup(var.secret_versions, name, 1) }

  secret_readers = merge([
    for secret, functions in local.secrets : {
      for function in functions : "${function}/${secret}" => { function = function, secret = secret }
    }
  ]...)
}

resource "google_secret_manager_secret" "main" {
  for_each = local.secrets

  secret_id = "${var.prefix}${each.key}"

  # A policy on resource locations refuses "auto".
  replication {
    user_managed {
      replicas {
        location = var.region

        dynamic "customer_managed_encryption" {
          for_each = var.kms_key[*]

          content {
            kms_key_name = customer_managed_encryption.value
          }
        }
      }
    }
  }

  # It can't be changed: another would be another secret, without the versions of this one.
  lifecycle {
    ignore_changes = [replication]
  }
  depends_on = [google_project_service.main]
}

# A new version is there before the functions change to it, and the old one is disabled after: no webhook meets neither.
# It is disabled rather than destroyed, so that a mistaken rotation can be taken back.
resource "google_secret_manager_secret_version" "main" {
  for_each = local.secrets

  secret = google_secret_manager_secret.main[each.key].id
  # Looked at when a version is made, and only then.
  secret_data_wo = lookup(
    var.secrets, each.key, contains(local.generated_secrets, each.key) ? sha256("${uuid()}${uuid()}") : ""
  )
  secret_data_wo_version = tostring(local.secret_versions[each.key])
  deletion_policy        = "DISABLE"

  lifecycle {
    create_before_destroy = true
  }
}

# Which values have been stored, by secret and number: one that is not here is asked for in the plan, by name, however
# often it is forgotten and wherever an apply was interrupted. What is new has the time of this very plan.
resource "terraform_data" "stored" {
  for_each = {
    for name, number in local.secret_versions : "${name}/${number}" => name if !contains(local.generated_secrets, name)
  }

  input = plantimestamp()

  lifecycle {
    ignore_changes = [input]

    postcondition {
      condition     = contains(keys(var.secrets), each.value) || timecmp(self.input, plantimestamp()) < 0
      error_message = <<-EOT
        secrets lacks ${each.value} (${local.secret_descriptions[each.value]}), whose value is not stored yet:
        export TF_VAR_secrets='{"${each.value}": "..."}', and plan again. It is needed as long as there is ${join(", ", local.secrets[each.value])}:
        whoever does without deletes that source or handler first (docs/deploy.md).
      EOT
    }
  }
  depends_on = [google_secret_manager_secret_version.main]
}

resource "google_secret_manager_secret_iam_member" "function" {
  for_each = local.secret_readers

  secret_id = google_secret_manager_secret.main[each.value.secret].id
  role      = "roles/secretmanager.secretAccessor"
  member    = local.function_members[each.value.function]
}
