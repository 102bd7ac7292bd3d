# Who pauses and resumes: a handler its own subscription, the keeper all of them. docs/outages.md says when.
locals {
  # Cloud Run takes 32 KiB of environment: some eighty handlers.
  kept_handlers = jsonencode({ for name, subscription in local.handled : name => {
    subscription = "projects/${var.project}/subscriptions/${var.prefix}${name}"
    push         = try(local.push_configs[name], null)
    systems      = local.handlers[coalesce(subscription.push, subscription.pull)].systems
    priority     = local.handlers[coalesce(subscription.push, subscription.pull)].priority
    dailyCalls   = local.handlers[coalesce(subscription.push, subscription.pull)].daily_calls
  } })

  # How much waits only Monitoring tells. Nobody is to know that where no handler spends what a system allows by the day.
  counters = {
    for name, keeper in local.keepers : name => keeper
    if lookup(var.settings, "ALLOWANCE_BACKLOG", "50") != "0" && anytrue([for handler in values(local.handlers) : length(handler.daily_calls) > 0])
  }

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

# Not a role of our own with monitoring.timeSeries.list alone: who deploys may change our roles, and one that holds on the project
# would let it give itself anything. It can't be narrowed to a metric: Monitoring knows no condition.
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
