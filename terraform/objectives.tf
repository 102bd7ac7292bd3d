locals {
  objective_ms = 60000
  # What is fetched waits for the next call, and a burst of hundreds of thousands is written one batch after the other.
  batch_objective_ms = 900000
  # By event type that a function handles: of any other nothing would be counted.
  objectives = { for type, names in local.listeners : type => (
    alltrue([for name in names : local.handled[name].pull != null]) ? local.batch_objective_ms : local.objective_ms
  ) }

  objective_metrics = { for name in ["in_time", "deliveries"] : name => join(" ", [
    "metric.type=\"logging.googleapis.com/user/${local.metric_names[name]}\"", "resource.type=\"cloud_run_revision\"",
  ]) }

  burns = merge([
    for type in keys(local.objectives) : {
      "${type}/fast" = {
        event_type = type, speed = "fast", severity = "CRITICAL"
        windows    = ["3600s", "300s"], rate = var.alert_thresholds.slo_fast_burn
      }
      "${type}/slow" = {
        event_type = type, speed = "slow", severity = "ERROR"
        windows    = ["21600s", "1800s"], rate = var.alert_thresholds.slo_slow_burn
      }
    }
  ]...)
}

resource "google_monitoring_custom_service" "main" {
  service_id   = "${var.prefix}ycat"
  display_name = "${var.prefix}ycat"

  depends_on = [google_project_service.main]
}

# Webhook accepted → effect in time for 99.9 %: within 60 s, or 15 minutes where a batch handler fetches it. What is dead-lettered by the functions counts as missed; what Pub/Sub
# itself forwards after crashes leaves no line, and is the dead-letter alert's.
resource "google_monitoring_slo" "effect" {
  for_each = local.objectives

  service             = google_monitoring_custom_service.main.service_id
  slo_id              = "effect-${replace(each.key, ".", "-")}"
  display_name        = "${each.key}: effect within ${each.value / 1000} s of acceptance"
  goal                = 0.999
  rolling_period_days = 28

  request_based_sli {
    good_total_ratio {
      good_service_filter = "${local.objective_metrics.in_time} metric.label.event_type=\"${each.key}\""
      total_service_filter = join(" ", [
        local.objective_metrics.deliveries,
        "metric.label.event_type=\"${each.key}\"", "metric.label.outcome=one_of(\"done\",\"dead-lettered\")",
      ])
    }
  }

  # Monitoring refuses a metric that it does not know yet, and it takes minutes to learn of one: as long as the functions
  # take to be built.
  depends_on = [google_logging_metric.main, google_cloudfunctions2_function.source]
}

resource "google_monitoring_alert_policy" "burn" {
  for_each = local.burns

  display_name          = "${var.prefix}ycat: ${each.value.event_type} burns its error budget (${each.value.speed})"
  combiner              = "AND"
  severity              = each.value.severity
  notification_channels = local.channels
  user_labels           = local.labels

  # The long window says that it matters, the short one that it goes on.
  dynamic "conditions" {
    for_each = each.value.windows

    content {
      display_name = "burns ${each.value.rate} times its budget over ${conditions.value}"

      condition_threshold {
        filter = format(
          "select_slo_burn_rate(%q, %q)", google_monitoring_slo.effect[each.value.event_type].name, conditions.value
        )
        comparison      = "COMPARISON_GT"
        threshold_value = each.value.rate
        duration        = "0s"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = local.runbooks["slo-burn"]

    dynamic "links" {
      for_each = var.runbook_url[*]

      content {
        display_name = "What to do"
        url          = "${links.value}#slo-burn"
      }
    }
  }
}
