# What Scheduler calls: batch handlers, which fetch until their subscription is empty, the keeper and the sweep.
locals {
  scheduled = merge(local.batches, local.upkeep)
  scheduled_uris = {
    for name, function in merge(google_cloudfunctions2_function.handler, google_cloudfunctions2_function.upkeep) :
    name => function.service_config[0].uri
  }
}

# Created after the handlers, because the keeper needs their URLs.
resource "google_cloudfunctions2_function" "upkeep" {
  for_each = local.upkeep

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
    # Scheduler's calls of the same project count as internal.
    ingress_settings      = "ALLOW_INTERNAL_ONLY"
    service_account_email = google_service_account.function[each.key].email
    environment_variables = merge(local.environments[each.key], each.value.kind == "keeper" ? { HANDLERS = local.kept_handlers } : {})
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

resource "google_cloud_run_v2_service_iam_member" "upkeep" {
  for_each = local.upkeep

  name     = google_cloudfunctions2_function.upkeep[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = local.schedule_member

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.upkeep[each.key].id]
  }
}

resource "google_cloud_run_v2_service_iam_member" "schedule" {
  for_each = local.batches

  name     = google_cloudfunctions2_function.handler[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = local.schedule_member

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.handler[each.key].id]
  }
}

# A call that fails is not repeated: what it left is the next one's.
resource "google_cloud_scheduler_job" "main" {
  for_each = local.scheduled

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
    uri         = local.scheduled_uris[each.key]

    oidc_token {
      service_account_email = google_service_account.schedule.email
      audience              = local.scheduled_uris[each.key]
    }
  }

  # Nothing is called before it may do its work.
  depends_on = [
    google_cloud_run_v2_service_iam_member.schedule,
    google_cloud_run_v2_service_iam_member.upkeep,
    google_pubsub_subscription_iam_member.batch,
    google_pubsub_subscription_iam_member.keeper,
    google_pubsub_subscription_iam_member.sweep,
    google_pubsub_topic_iam_member.sent_publisher,
    google_service_account_iam_member.keeper,
  ]
}
