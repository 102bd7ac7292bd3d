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

# Calls a batch handler, which pulls until its subscription is empty. A call that fails is not repeated: what it left is
# the next one's.
resource "google_cloud_scheduler_job" "batch" {
  for_each = local.batches

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
    uri         = google_cloudfunctions2_function.handler[each.key].service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.schedule.email
      audience              = google_cloudfunctions2_function.handler[each.key].service_config[0].uri
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_member.schedule, google_pubsub_subscription_iam_member.batch]
}
