locals {
  # Nobody outside has to know these: without a value of yours one is made.
  generated_secrets = ["log-hash-key"]

  secret_readers = merge([
    for secret, functions in local.secrets : { for function in functions : "${function}/${secret}" => { function = function, secret = secret } }
  ]...)
}

resource "google_secret_manager_secret" "main" {
  for_each = local.secrets

  secret_id = "${var.prefix}${each.key}"

  replication {
    auto {}
  }

  depends_on = [google_project_service.main]
}

# A new version is there before the functions change to it, and the old one is disabled after: no webhook meets neither.
# It is disabled rather than destroyed, so that a mistaken rotation can be taken back.
resource "google_secret_manager_secret_version" "main" {
  for_each = local.secrets

  secret = google_secret_manager_secret.main[each.key].id
  # An empty value is what Secret Manager refuses, and Terraform looks at it only when a version is made.
  secret_data_wo         = lookup(var.secrets, each.key, contains(local.generated_secrets, each.key) ? sha256("${uuid()}${uuid()}") : "")
  secret_data_wo_version = tostring(lookup(var.secret_versions, each.key, 1))
  deletion_policy        = "DISABLE"

  lifecycle {
    create_before_destroy = true

    precondition {
      condition = (contains(keys(var.secrets), each.key)
        || contains(local.generated_secrets, each.key)
        || timecmp(google_secret_manager_secret.main[each.key].create_time, plantimestamp()) < 0
      )
      error_message = "The secret ${each.key} is new and has no value (${local.secret_descriptions[each.key]}): export TF_VAR_secrets='{\"${each.key}\": \"...\"}', and apply again."
    }
  }
}

resource "google_secret_manager_secret_iam_member" "function" {
  for_each = local.secret_readers

  secret_id = google_secret_manager_secret.main[each.value.secret].id
  role      = "roles/secretmanager.secretAccessor"
  member    = local.function_members[each.value.function]
}
