locals {
  environments = {
    for name, function in local.functions : name => merge(
      { for key in keys(function.settings) : key => var.settings[key] if contains(keys(var.settings), key) },
      lookup(local.public_urls, name, {}),
      contains(keys(function.settings), "SWEEP") ? { SWEEP = length(local.sweeps) > 0 ? "on" : "off" } : {},
      { GOOGLE_CLOUD_PROJECT = var.project, PREFIX = var.prefix, VERSION = function.version },
      contains(keys(function.settings), "MAX_INSTANCES") ? { MAX_INSTANCES = tostring(function.max_instances) } : {},
    )
  }
  # The URL for senders that sign it. A function's own URL isn't known before the function exists.
  public_urls = {
    for name, source in local.sources : name => { PUBLIC_URL = "https://${var.domain}${source.path}" } if var.domain != null
  }
}

resource "google_service_account" "function" {
  for_each = local.functions

  account_id   = local.account_ids[each.key]
  display_name = "${each.value.kind} ${var.prefix}${each.key}"

  depends_on = [google_project_service.main]
}

# The identity of Pub/Sub's pushes and Scheduler's calls.
resource "google_service_account" "push" {
  account_id   = "${var.prefix}ycat-push"
  display_name = "Pub/Sub calls handlers as this"

  depends_on = [google_project_service.main]
}

resource "google_service_account" "schedule" {
  account_id   = "${var.prefix}ycat-schedule"
  display_name = "Cloud Scheduler calls batch handlers, the keeper and the sweep as this"

  depends_on = [google_project_service.main]
}

# An agent that Google created before April 2021 needs it.
resource "google_service_account_iam_member" "push_token" {
  for_each = { for name in ["push"] : name => name if length(local.pushed) > 0 }

  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.pubsub_agent

  depends_on = [google_pubsub_subscription.handler]
}

resource "google_cloudfunctions2_function" "handler" {
  for_each = local.handlers

  name         = local.function_names[each.key]
  location     = var.region
  kms_key_name = var.kms_key

  build_config {
    runtime           = each.value.runtime
    entry_point       = each.value.entry_point
    docker_repository = google_artifact_registry_repository.image.id
    service_account   = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.bundle.name
        object = google_storage_bucket_object.bundle[each.key].name
        # Otherwise the provider sends the previous bundle's.
        generation = google_storage_bucket_object.bundle[each.key].generation
      }
    }
  }

  service_config {
    available_memory                 = "${each.value.memory}Mi"
    available_cpu                    = tostring(each.value.cpu)
    max_instance_request_concurrency = each.value.concurrency
    min_instance_count               = each.value.min_instances
    max_instance_count               = each.value.max_instances
    timeout_seconds                  = each.value.timeout
    # Pub/Sub's pushes and Scheduler's calls of the same project count as internal.
    ingress_settings      = "ALLOW_INTERNAL_ONLY"
    service_account_email = google_service_account.function[each.key].email
    environment_variables = local.environments[each.key]
    direct_vpc_egress     = var.egress == null ? null : "VPC_EGRESS_ALL_TRAFFIC"

    dynamic "direct_vpc_network_interface" {
      for_each = var.egress[*]

      content {
        network    = direct_vpc_network_interface.value.network
        subnetwork = direct_vpc_network_interface.value.subnetwork
      }
    }

    dynamic "secret_environment_variables" {
      for_each = each.value.secrets

      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = google_secret_manager_secret.main[secret_environment_variables.value].secret_id
        version    = google_secret_manager_secret_version.main[secret_environment_variables.value].version
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(local.resource_faults[each.key]) == 0
      error_message = "overrides gives ${each.key} what Cloud Run refuses: ${join(" ", local.resource_faults[each.key])}"
    }
  }
  # A function that can't read its secrets doesn't start.
  depends_on = [
    google_artifact_registry_repository_iam_member.build,
    google_project_iam_member.build_log,
    google_project_iam_member.build_source,
    google_secret_manager_secret_iam_member.function,
    google_storage_bucket_iam_member.build,
  ]
}

resource "google_cloud_run_v2_service_iam_member" "push" {
  for_each = local.pushed

  name     = google_cloudfunctions2_function.handler[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = local.push_member

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.handler[each.key].id]
  }
}

resource "google_cloudfunctions2_function" "source" {
  for_each = local.sources

  name         = local.function_names[each.key]
  location     = var.region
  kms_key_name = var.kms_key

  build_config {
    runtime           = each.value.runtime
    entry_point       = each.value.entry_point
    docker_repository = google_artifact_registry_repository.image.id
    service_account   = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.bundle.name
        object = google_storage_bucket_object.bundle[each.key].name
        # Otherwise the provider sends the previous bundle's.
        generation = google_storage_bucket_object.bundle[each.key].generation
      }
    }
  }

  service_config {
    available_memory                 = "${each.value.memory}Mi"
    available_cpu                    = tostring(each.value.cpu)
    max_instance_request_concurrency = each.value.concurrency
    min_instance_count               = each.value.min_instances
    max_instance_count               = each.value.max_instances
    timeout_seconds                  = each.value.timeout
    ingress_settings                 = var.domain == null ? "ALLOW_ALL" : "ALLOW_INTERNAL_AND_GCLB"
    service_account_email            = google_service_account.function[each.key].email
    environment_variables            = local.environments[each.key]

    dynamic "secret_environment_variables" {
      for_each = each.value.secrets

      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = google_secret_manager_secret.main[secret_environment_variables.value].secret_id
        version    = google_secret_manager_secret_version.main[secret_environment_variables.value].version
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(local.resource_faults[each.key]) == 0
      error_message = "overrides gives ${each.key} what Cloud Run refuses: ${join(" ", local.resource_faults[each.key])}"
    }
  }
  # Events published before a subscription exists are lost, so sources are deployed and changed last.
  depends_on = [
    google_artifact_registry_repository_iam_member.build,
    google_project_iam_member.build_log,
    google_project_iam_member.build_source,
    google_pubsub_subscription.dead_letter,
    google_pubsub_subscription.handler,
    google_pubsub_topic_iam_member.dead_letter_publisher,
    google_pubsub_topic_iam_member.event_publisher,
    google_pubsub_subscription_iam_member.dead_letter_forwarder,
    google_pubsub_topic_iam_member.dead_letter_forwarder,
    google_secret_manager_secret_iam_member.function,
    google_storage_bucket_iam_member.build,
  ]
}

# Senders have no Google account. The signature authenticates them, and the ingress setting admits only the load
# balancer.
resource "google_cloud_run_v2_service_iam_member" "sender" {
  for_each = { for name, source in local.sources : name => source if var.grant_all_users }

  name     = google_cloudfunctions2_function.source[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = "allUsers"

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.source[each.key].id]
  }
}
