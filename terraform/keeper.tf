# Who pauses and resumes: a handler its own subscription, the keeper all of them. docs/outages.md says when.
locals {
  # Cloud Run takes 32 KiB of environment: some eighty handlers.
  kept_handlers = jsonencode({ for name, subscription in local.handled : name => {
    subscription = "projects/${var.project}/subscriptions/${var.prefix}${name}"
    push         = try(local.push_configs[name], null)
    systems      = local.handlers[coalesce(subscription.push, subscription.pull)].systems
    priority     = local.handlers[coalesce(subscription.push, subscription.pull)].priority
  } })

  # Without a keeper nobody would resume what pauses itself.
  pausers = { for name, subscription in local.handled : name => coalesce(subscription.push, subscription.pull) if length(local.keepers) > 0 }
}

# Less than any of Google's roles: pubsub.editor may delete a subscription, and pull from it.
resource "google_project_iam_custom_role" "pause" {
  for_each = local.keepers

  role_id     = "${replace(var.prefix, "-", "_")}ycat_pause"
  title       = "${var.prefix}ycat: pause and resume"
  description = "Bound to single subscriptions: a handler to its own, the keeper to all."
  permissions = ["pubsub.subscriptions.get", "pubsub.subscriptions.update"]

  depends_on = [google_project_service.main]
}

# Taking a push config away needs no actAs on whom it pushes as; giving one does.
resource "google_pubsub_subscription_iam_member" "pause" {
  for_each = local.pausers

  subscription = google_pubsub_subscription.handler[each.key].id
  role         = google_project_iam_custom_role.pause["keeper"].id
  member       = local.function_members[each.value]

  lifecycle {
    replace_triggered_by = [google_pubsub_subscription.handler[each.key].id]
  }
}

resource "google_pubsub_subscription_iam_member" "keeper" {
  for_each = local.pausers

  subscription = google_pubsub_subscription.handler[each.key].id
  role         = google_project_iam_custom_role.pause["keeper"].id
  member       = local.function_members["keeper"]

  lifecycle {
    replace_triggered_by = [google_pubsub_subscription.handler[each.key].id]
  }
}

resource "google_service_account_iam_member" "keeper" {
  for_each = local.keepers

  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountUser"
  member             = local.function_members[each.key]
}

resource "google_cloudfunctions2_function" "keeper" {
  for_each = local.keepers

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
    environment_variables = merge(local.environments[each.key], { HANDLERS = local.kept_handlers })

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

resource "google_cloud_run_v2_service_iam_member" "keeper" {
  for_each = local.keepers

  name     = google_cloudfunctions2_function.keeper[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = local.schedule_member

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.keeper[each.key].id]
  }
}

# A call that fails is not repeated: the next minute's is the same.
resource "google_cloud_scheduler_job" "keeper" {
  for_each = local.keepers

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
    uri         = google_cloudfunctions2_function.keeper[each.key].service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.schedule.email
      audience              = google_cloudfunctions2_function.keeper[each.key].service_config[0].uri
    }
  }

  depends_on = [
    google_cloud_run_v2_service_iam_member.keeper,
    google_pubsub_subscription_iam_member.keeper,
    google_service_account_iam_member.keeper,
  ]
}
