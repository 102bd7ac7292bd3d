# Looks each hour for what handlers have sent to a system that may take a write and drop it. docs/sweep.md
locals {
  sent_publications = {
    for key, publication in local.publications : key => publication if local.topics[publication.topic] == "sent"
  }
}

# What handlers note of what they have sent.
resource "google_pubsub_topic" "sent" {
  for_each = local.sent_topics

  name            = "${var.prefix}${each.key}"
  kms_key_name    = var.kms_key
  deletion_policy = "DELETE"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.main]
}

# What is older starts no campaign any more: to send it again would help nobody.
resource "google_pubsub_subscription" "sent" {
  for_each = local.sent

  name                       = "${var.prefix}${each.key}"
  topic                      = google_pubsub_topic.sent[each.value.topic].id
  ack_deadline_seconds       = each.value.ack_deadline
  message_retention_duration = "259200s"
  enable_message_ordering    = each.value.ordered
  deletion_policy            = "DELETE"

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "sent_publisher" {
  for_each = local.sent_publications

  topic  = google_pubsub_topic.sent[each.value.topic].id
  role   = "roles/pubsub.publisher"
  member = local.function_members[each.value.function]
}

resource "google_pubsub_subscription_iam_member" "sweep" {
  for_each = local.sent

  subscription = google_pubsub_subscription.sent[each.key].id
  role         = "roles/pubsub.subscriber"
  member       = local.function_members["sweep"]

  lifecycle {
    replace_triggered_by = [google_pubsub_subscription.sent[each.key].id]
  }
}

resource "google_cloudfunctions2_function" "sweep" {
  for_each = local.sweeps

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
        # Without it the provider sends that of the bundle before.
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
    # Scheduler's calls of the same project count as internal.
    ingress_settings      = "ALLOW_INTERNAL_ONLY"
    service_account_email = google_service_account.function[each.key].email
    environment_variables = local.environments[each.key]

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
  # A function that can't read its secrets doesn't come up.
  depends_on = [
    google_artifact_registry_repository_iam_member.build,
    google_project_iam_member.build_log,
    google_project_iam_member.build_source,
    google_secret_manager_secret_iam_member.function,
    google_storage_bucket_iam_member.build,
  ]
}

resource "google_cloud_run_v2_service_iam_member" "sweep" {
  for_each = local.sweeps

  name     = google_cloudfunctions2_function.sweep[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = local.schedule_member

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.sweep[each.key].id]
  }
}

# A call that fails is not repeated: what it left is the next hour's.
resource "google_cloud_scheduler_job" "sweep" {
  for_each = local.sweeps

  name             = "${var.prefix}${each.key}"
  region           = var.region
  schedule         = each.value.schedule
  time_zone        = each.value.time_zone
  attempt_deadline = "${each.value.timeout + 10}s"

  retry_config {
    retry_count = 0
  }

  http_target {
    http_method = "POST"
    uri         = google_cloudfunctions2_function.sweep[each.key].service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.schedule.email
      audience              = google_cloudfunctions2_function.sweep[each.key].service_config[0].uri
    }
  }

  depends_on = [
    google_cloud_run_v2_service_iam_member.sweep,
    google_pubsub_subscription_iam_member.sweep,
    google_pubsub_topic_iam_member.sent_publisher,
  ]
}
