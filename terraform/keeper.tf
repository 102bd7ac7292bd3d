# Permissions to pause and resume: a handler for its own subscription, the keeper for all. See docs/outages.md.
locals {
  # Cloud Run allows 32 KiB of environment, enough for some eighty handlers.
  kept_handlers = jsonencode({ for name, subscription in local.handled : name => {
    subscription = "projects/${var.project}/subscriptions/${var.prefix}${name}"
    push         = try(local.push_configs[name], null)
    systems      = local.handlers[coalesce(subscription.push, subscription.pull)].systems
    priority     = local.handlers[coalesce(subscription.push, subscription.pull)].priority
    dailyCalls   = local.handlers[coalesce(subscription.push, subscription.pull)].daily_calls
  } })

  # Only Monitoring tells how many messages wait. That is needed only if a handler uses a daily allowance.
  counters = {
    for name, keeper in local.keepers : name => keeper
    if lookup(var.settings, "ALLOWANCE_BACKLOG", "50") != "0" && anytrue([for handler in values(local.handlers) : length(handler.daily_calls) > 0])
  }

  # Without a keeper nothing would resume paused handlers.
  pausers = { for name, subscription in local.handled : name => coalesce(subscription.push, subscription.pull) if length(local.keepers) > 0 }
}

# Less than any of Google's roles: pubsub.editor may also delete a subscription and pull from it.
resource "google_project_iam_custom_role" "pause" {
  for_each = local.keepers

  role_id     = "${replace(var.prefix, "-", "_")}ycat_pause"
  title       = "${var.prefix}ycat: pause and resume"
  description = "Bound to single subscriptions: a handler to its own, the keeper to all."
  permissions = ["pubsub.subscriptions.get", "pubsub.subscriptions.update"]

  depends_on = [google_project_service.main]
}

# Removing a push config needs no actAs on the push account; setting one does.
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

# Not a custom role with only monitoring.timeSeries.list: whoever deploys may change our roles, and could grant itself
# anything through one that applies to the project. It can't be limited to a metric, because Monitoring supports no
# conditions.
resource "google_project_iam_member" "count" {
  for_each = local.counters

  project = var.project
  role    = "roles/monitoring.viewer"
  member  = local.function_members[each.key]
}

resource "google_service_account_iam_member" "keeper" {
  for_each = local.keepers

  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountUser"
  member             = local.function_members[each.key]
}
