locals {
  run_revision = "monitored_resource=\"cloud_run_revision\""
  subscription = "monitored_resource=\"pubsub_subscription\""
  usual_thresholds = {
    backlog_seconds        = 900  # age of the oldest message that a handler has not taken
    batch_backlog_seconds  = 7200 # the same of a batch handler
    call_failure_ratio     = 0.2  # of the calls to one system in 10 minutes
    call_failures          = 5    # and at least so many
    expiring_days          = 5    # age of the oldest message, whose subscription keeps it for 31
    fields_left_out        = 10   # of one field in an hour, besides three times its usual rate
    quarantined_webhooks   = 5    # of one source in 15 minutes, besides three times its usual rate
    quota_ratio            = 0.8  # of Salesforce's daily calls
    refused_bodies         = 5    # of one source in 10 minutes, too large to be read; nothing proves who sent them
    refused_signatures     = 20   # of one source in 10 minutes
    server_errors          = 5    # answers of 5xx of one source in 5 minutes
    silence_hours          = 3    # without a webhook from a source that sends at this time of day and week
    silence_usual_webhooks = 10   # that a source sends in as many hours, to be missed
    slo_fast_burn          = 14.4 # times the error budget in an hour
    slo_slow_burn          = 6    # times the error budget in six hours
  }
  threshold = merge(local.usual_thresholds, { for name, value in var.alert_thresholds : name => value if value != null })
  genuine   = "outcome=~\"published|ignored|quarantined|unpublished\""
  silence   = "${local.threshold.silence_hours}h"

  # Seconds that the oldest message of a matching subscription has waited.
  oldest_age = "max by (subscription_id) (max_over_time(pubsub_googleapis_com:subscription_oldest_unacked_message_age{${local.subscription},subscription_id=~\"%s\"}[5m]))"

  # Names as regular expressions, split so that Monitoring accepts each query.
  watched = {
    for kind, names in {
      waiting = local.waiting
      pushed  = [for name, subscription in local.handled : "${var.prefix}${name}" if subscription.push != null]
      batched = [for name, subscription in local.handled : "${var.prefix}${name}" if subscription.pull != null]
      handled = [for name in keys(local.handled) : "${var.prefix}${name}"]
      sources = local.services_of.source
    } : kind => { for index, some in chunklist(names, 25) : (index == 0 ? "" : "-${index + 1}") => replace(join("|", some), ".", "[.]") }
  }

  # Delays and failures during a pause, and for some minutes after it, are covered by the pause's own alert. Each of
  # these is part of a query. Without a keeper nothing is ever paused.
  paused_20m = "sum by (handler, system) (increase(${local.series.paused}{${local.run_revision}}[20m])) > 0"
  unless_paused = length(local.keepers) == 0 ? { subscription = "", system = "" } : {
    subscription = " unless on (subscription_id) label_replace(${local.paused_20m}, \"subscription_id\", \"${var.prefix}$1\", \"handler\", \"(.+)\")"
    system       = " unless on (system) ${local.paused_20m}"
  }

  # Each alert: the key of its runbook (a section of docs/operate.md), and either a query that has a value while
  # somebody is needed or a filter for log entries.
  alerts = merge(
    { for part, names in local.watched.waiting : "dead-letters${part}" => {
      runbook = "dead-letters", severity = "CRITICAL", duration = "0s"
      title   = "dead letters or quarantined webhooks wait"
      query   = "max by (subscription_id) (max_over_time(pubsub_googleapis_com:subscription_num_undelivered_messages{${local.subscription},subscription_id=~\"${names}\"}[5m])) > 0"
    } },
    { for part, names in local.watched.pushed : "backlog${part}" => {
      runbook = "backlog", severity = "ERROR", duration = "300s"
      title   = "a handler does not keep up"
      query   = "${format(local.oldest_age, names)} > ${local.threshold.backlog_seconds}${local.unless_paused.subscription}"
    } },
    { for part, names in local.watched.batched : "batch-backlog${part}" => {
      runbook = "batch-backlog", severity = "ERROR", duration = "300s"
      title   = "a batch handler does not empty its subscription"
      query   = "${format(local.oldest_age, names)} > ${local.threshold.batch_backlog_seconds}${local.unless_paused.subscription}"
    } },
    { for part, names in local.watched.handled : "expiring${part}" => {
      runbook = "expiring", severity = "CRITICAL", duration = "0s"
      title   = "a message has waited for days, and would be lost after 31"
      query   = "${format(local.oldest_age, names)} > ${local.threshold.expiring_days * 86400}"
    } },
    { for part, names in local.watched.sources : "source-errors${part}" => {
      runbook = "source-errors", severity = "CRITICAL", duration = "0s"
      title   = "a source answers 5xx"
      query   = "sum by (service_name) (increase(run_googleapis_com:request_count{${local.run_revision},response_code_class=\"5xx\",service_name=~\"${names}\"}[5m])) > ${local.threshold.server_errors}"
    } },
    { for name in keys(local.domains) : "throttled" => {
      runbook = "throttled", severity = "CRITICAL"
      title   = "Cloud Armor turns a sender away for its rate"
      # The load balancer's request log: https://cloud.google.com/armor/docs/request-logging
      entries = join(" AND ", [
        "resource.type=\"http_load_balancer\"",
        "jsonPayload.enforcedSecurityPolicy.name=(${join(" OR ", [for policy in values(google_compute_security_policy.main) : "\"${policy.name}\""])})",
        "jsonPayload.enforcedSecurityPolicy.configuredAction=\"THROTTLE\"",
        "jsonPayload.enforcedSecurityPolicy.outcome=\"DENY\"",
      ])
    } },
    { for name, alert in local.source_alerts : name => alert if length(local.sources) > 0 },
    { for name, alert in local.handler_alerts : name => alert if length(local.handlers) > 0 },
    { for name, alert in local.keeper_alerts : name => alert if length(local.keepers) > 0 && length(local.handlers) > 0 },
    { for name, alert in local.sweep_alerts : name => alert if length(local.sweeps) > 0 },
  )

  quarantined = "${local.series.webhooks}{${local.run_revision},outcome=\"quarantined\"}"
  genuine_in  = "${local.series.webhooks}{${local.run_revision},${local.genuine}}[${local.silence}]"

  source_alerts = {
    schema-refusals = {
      runbook = "schema-refusals", severity = "ERROR", duration = "0s"
      title   = "a schema refuses a source's webhooks: their shape has changed"
      # Normal is up to three times the last day's rate. A new source has nothing to compare with.
      query = "sum by (source) (increase(${local.quarantined}[15m])) - 3 * (sum by (source) (increase(${local.quarantined}[1d] offset 15m)) / 96 or 0 * sum by (source) (increase(${local.quarantined}[15m]))) > ${local.threshold.quarantined_webhooks}"
    }
    source-silent = {
      runbook = "source-silent", severity = "WARNING", duration = "0s"
      title   = "a source is silent, and was not at this time yesterday and a week ago"
      query   = "(sum by (source) (increase(${local.genuine_in} offset 1d)) > ${local.threshold.silence_usual_webhooks} and sum by (source) (increase(${local.genuine_in} offset 7d)) > ${local.threshold.silence_usual_webhooks}) unless sum by (source) (increase(${local.genuine_in})) > 0"
    }
    too-large = {
      runbook = "too-large", severity = "ERROR", duration = "0s"
      title   = "bodies are too large for a source"
      query   = "sum by (source) (increase(${local.series.refusals}{${local.run_revision},reason=\"TOO_LARGE\"}[10m])) > ${local.threshold.refused_bodies}"
    }
    signatures = {
      runbook = "signatures", severity = "ERROR", duration = "0s"
      title   = "signatures of a source's webhooks fail"
      query   = "sum by (source) (increase(${local.series.refusals}{${local.run_revision},reason=~\"SIGNATURE|SIGNATURE_STALE\"}[10m])) > ${local.threshold.refused_signatures}"
    }
  }

  left_out = "sum by (system, operation, field) (increase(${local.series.left_out}{${local.run_revision}}"
  failures = "sum by (system) (increase(${local.series.call_failures}{${local.run_revision}}[10m]))"

  handler_alerts = {
    system-failing = {
      # If handlers pause because of it, that is known some minutes later and has its own alert.
      runbook = "system-failing", severity = "ERROR", duration = "300s"
      title   = "calls to a system fail or time out"
      query   = "${local.failures} / sum by (system) (increase(${local.series.call_ms}_count{${local.run_revision}}[10m])) > ${local.threshold.call_failure_ratio} and ${local.failures} > ${local.threshold.call_failures}${local.unless_paused.system}"
    }
    fields-left-out = {
      runbook = "fields-left-out", severity = "WARNING", duration = "0s"
      title   = "a system refuses a field, which is left out"
      # Every day visitors type countries that the list lacks. Normal is up to three times the last day's rate.
      query = "${local.left_out}[1h])) - 3 * (${local.left_out}[1d] offset 1h)) / 24 or 0 * ${local.left_out}[1h]))) > ${local.threshold.fields_left_out}"
    }
    salesforce-quota = {
      runbook = "salesforce-quota", severity = "ERROR", duration = "0s"
      title   = "Salesforce's daily calls run out"
      query   = "sum by (system) (increase(${local.series.quota_used}_sum{${local.run_revision}}[15m])) / sum by (system) (increase(${local.series.quota_max}_sum{${local.run_revision}}[15m])) > ${local.threshold.quota_ratio}"
    }
  }

  keeper_alerts = {
    # One alert per outage, however many handlers it affects: the value is their number.
    paused = {
      runbook = "paused", severity = "CRITICAL", duration = "0s"
      title   = "handlers are paused: events wait"
      query   = "count by (system, paused_by) (sum by (system, paused_by, handler) (increase(${local.series.paused}{${local.run_revision},paused_by!=\"person\"}[5m])) > 0) > 0"
    }
    keeper-silent = {
      runbook = "keeper-silent", severity = "CRITICAL", duration = "0s"
      title   = "nobody resumes what was paused: the keeper has not run for ten minutes"
      query   = "(sum(increase(${local.series.pauses}{${local.run_revision}}[1d])) > 0 or sum(increase(${local.series.paused}{${local.run_revision}}[1d])) > 0) unless sum(increase(${local.series.keeper_runs}{${local.run_revision}}[10m])) > 0"
    }
  }

  sweep_alerts = {
    sent-lost = {
      runbook = "sent-lost", severity = "ERROR", duration = "0s"
      title   = "a system has dropped what it had taken, again and again, or can't be asked for it"
      query   = "sum by (system, event) (increase(${local.series.sent_calls}{${local.run_revision},event=~\"sent call lost|sweep doubted\"}[1h])) > 0"
    }
    sweep-silent = {
      runbook = "sweep-silent", severity = "WARNING", duration = "0s"
      title   = "nobody looks for what a system may have dropped: the sweep has not run for three hours"
      query   = "sum(increase(${local.series.effect_ms}_count{${local.run_revision}}[3h])) > 0 unless sum(increase(${local.series.sweep_runs}{${local.run_revision}}[3h])) > 0"
    }
  }

  new_channels = toset([for to in var.page_to : to if !startswith(to, "projects/")])
  channels = concat(
    [for to in var.page_to : to if startswith(to, "projects/")],
    [for to in sort(local.new_channels) : google_monitoring_notification_channel.main[to].id],
  )
}

resource "google_monitoring_notification_channel" "main" {
  for_each = local.new_channels

  type         = "email"
  display_name = "${var.prefix}ycat: ${each.key}"
  labels       = { email_address = each.key }

  # Monitoring keeps a channel that a policy still names.
  lifecycle {
    create_before_destroy = true
  }
  depends_on = [google_project_service.main]
}

resource "google_monitoring_alert_policy" "main" {
  for_each = local.alerts

  display_name          = "${var.prefix}ycat: ${each.value.title}${try(regex("-[0-9]+$", each.key), "")}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels
  user_labels           = local.labels

  conditions {
    display_name = each.value.title

    dynamic "condition_prometheus_query_language" {
      for_each = try([each.value.query], [])

      content {
        query               = condition_prometheus_query_language.value
        duration            = each.value.duration
        evaluation_interval = "60s"
        # A metric exists only from its first value on, and Monitoring refuses unknown ones.
        disable_metric_validation = true
      }
    }

    dynamic "condition_matched_log" {
      for_each = try([each.value.entries], [])

      content {
        filter = condition_matched_log.value
      }
    }
  }

  # A log-based alert notifies for every entry unless limited.
  dynamic "alert_strategy" {
    for_each = try([each.value.entries], [])

    content {
      auto_close = "3600s"

      notification_rate_limit {
        period = "3600s"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = local.runbooks[each.value.runbook]

    dynamic "links" {
      for_each = var.runbook_url[*]

      content {
        display_name = "What to do"
        url          = "${links.value}#${each.value.runbook}"
      }
    }
  }

  depends_on = [google_project_service.main]
}
