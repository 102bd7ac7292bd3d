locals {
  objective_ms = 60000
  # Fetched messages wait for the next call, and a burst of hundreds of thousands is written in sequential batches.
  batch_objective_ms = 900000
  # By event type with a handler; other types have nothing to count.
  objectives = { for type, names in local.listeners : type => (
    alltrue([for name in names : local.handled[name].pull != null]) ? local.batch_objective_ms : local.objective_ms
  ) }

  goal = 0.999

  objective_metrics = { for name in ["in_time", "deliveries"] : name => join(" ", [
    "metric.type=\"logging.googleapis.com/user/${local.metric_names[name]}\"", "resource.type=\"cloud_run_revision\"",
  ]) }

  burns = merge([
    for type in keys(local.objectives) : {
      "${type}/fast" = {
        event_type = type, speed = "fast", severity = "CRITICAL"
        windows    = ["1h", "5m"], rate = local.threshold.slo_fast_burn
      }
      "${type}/slow" = {
        event_type = type, speed = "slow", severity = "ERROR"
        windows    = ["6h", "30m"], rate = local.threshold.slo_slow_burn
      }
    }
  ]...)

  # The share of late or dead-lettered events, by event type and window.
  missed = { for type in keys(local.objectives) : type => { for window in ["5m", "30m", "1h", "6h"] : window => join("", [
    "(1 - (sum(increase(${local.series.in_time}{${local.run_revision},event_type=\"${type}\"}[${window}]))",
    " or 0 * ${local.counted[type][window]}) / ${local.counted[type][window]})",
  ]) } }
  counted = { for type in keys(local.objectives) : type => { for window in ["5m", "30m", "1h", "6h"] : window => (
    "sum(increase(${local.series.deliveries}{${local.run_revision},event_type=\"${type}\",outcome=~\"done|dead-lettered\"}[${window}]))"
  ) } }
  # Events paused within the long window are late; the pause has its own alert.
  unless_late = { for type, names in local.listeners : type => { for window in ["1h", "6h"] : window => (
    length(local.keepers) == 0 ? "" : " unless sum(increase(${local.series.paused}{${local.run_revision},handler=~\"${join("|", names)}\"}[${window}])) > 0"
  ) } }
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
  goal                = local.goal
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
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels
  user_labels           = local.labels

  conditions {
    display_name = "burns ${each.value.rate} times its budget over ${each.value.windows[0]} and ${each.value.windows[1]}"

    condition_prometheus_query_language {
      # The long window shows that it matters, the short one that it continues.
      query = join("", [
        join(" and ", [for window in each.value.windows :
          "${local.missed[each.value.event_type][window]} > ${format("%.4f", each.value.rate * (1 - local.goal))}"
        ]),
        local.unless_late[each.value.event_type][each.value.windows[0]],
      ])
      duration                  = "0s"
      evaluation_interval       = "60s"
      disable_metric_validation = true
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
