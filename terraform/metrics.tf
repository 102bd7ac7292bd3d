# Metrics from log lines: docs/logs.md has the fields. test/terraform/log-vocabulary.test.ts compares every filter, label
# and value here with what the functions log.
locals {
  metric_definitions = {
    webhooks = {
      of          = "source"
      description = "webhooks by source and outcome; published ones by event"
      filter      = "jsonPayload.outcome=(\"published\" OR \"ignored\" OR \"quarantined\" OR \"refused\" OR \"unpublished\")"
      labels      = { source = "source", outcome = "outcome" }
      value       = null
    }
    refusals = {
      of          = "source"
      description = "refused webhooks by reason"
      filter      = "jsonPayload.outcome=\"refused\""
      labels      = { source = "source", reason = "reason" }
      value       = null
    }
    # Each instance logs a shape once, so only zero or not matters. npm run shapes lists them.
    unknown_shapes = {
      of          = "source"
      description = "what genuine payloads hold that their schemas do not know, once for each path, type and instance"
      filter      = "jsonPayload.message=\"payload has what its schema does not know\""
      labels      = { source = "source" }
      value       = null
    }
    # Replays are left out here and below: their events were counted when they were dead-lettered.
    deliveries = {
      of          = "handler"
      description = "deliveries by event type and outcome"
      filter      = "jsonPayload.outcome=(\"done\" OR \"failed\" OR \"dead-lettered\") AND NOT jsonPayload.replayed=true"
      labels      = { handler = "handler", event_type = "eventType", outcome = "outcome" }
      value       = null
    }
    in_time = {
      of          = "handler"
      description = "events whose effect came within ${local.objective_ms} ms of their acceptance, a batch handler's within ${local.batch_objective_ms} ms"
      filter      = "jsonPayload.outcome=\"done\" AND ${local.in_time} AND NOT jsonPayload.replayed=true"
      labels      = { event_type = "eventType" }
      value       = null
    }
    effect_ms = {
      of          = "handler"
      description = "from acceptance to effect, ms"
      filter      = "jsonPayload.outcome=\"done\" AND NOT jsonPayload.replayed=true"
      labels      = { event_type = "eventType" }
      value       = "acceptedToEffectMs"
    }
    attempts = {
      of          = "handler"
      description = "attempts until an event was done or dead-lettered"
      filter      = "jsonPayload.outcome=(\"done\" OR \"dead-lettered\") AND NOT jsonPayload.replayed=true"
      labels      = { event_type = "eventType" }
      value       = "attempt"
    }
    call_ms = {
      of          = "handler"
      description = "calls to a system, ms"
      filter      = "jsonPayload.callMs>=0"
      labels      = { system = "system" }
      value       = "callMs"
    }
    # Expected refusals ("call refused as expected") don't count.
    call_failures = {
      of          = "handler"
      description = "calls that a system refused, or did not answer"
      filter      = "jsonPayload.message=(\"call failed\" OR \"call refused\")"
      labels      = { system = "system", reason = "reason" }
      value       = null
    }
    # Once per delivery: if the field is left out, the write succeeds.
    left_out = {
      of          = "handler"
      description = "fields that were left out, or cut, because a system refused them or does not hold so much"
      filter      = "jsonPayload.message=\"field left out\""
      labels      = { system = "system", operation = "operation", field = "field", reason = "reason" }
      value       = null
    }
    quota_used = {
      of          = "handler"
      description = "Salesforce's daily calls used, as its answers say"
      filter      = "jsonPayload.quotaUsed>=0"
      labels      = { system = "system" }
      value       = "quotaUsed"
    }
    quota_max = {
      of          = "handler"
      description = "Salesforce's daily calls allowed, as its answers say"
      filter      = "jsonPayload.quotaMax>=0"
      labels      = { system = "system" }
      value       = "quotaMax"
    }
    # The keeper logs it every minute for each paused handler.
    paused = {
      of          = "keeper"
      description = "handlers that are paused, each minute, by whose system holds them back and who resumes them"
      filter      = "jsonPayload.event=\"handler paused\""
      labels      = { handler = "handler", system = "system", why = "why", paused_by = "by" }
      value       = null
    }
    pauses = {
      of          = "handler"
      description = "handlers that have paused themselves"
      filter      = "jsonPayload.message=\"handler paused itself\""
      labels      = { handler = "handler", system = "system" }
      value       = null
    }
    keeper_runs = {
      of          = "keeper"
      description = "times that the keeper has looked at every handler"
      filter      = "jsonPayload.event=\"keeper ran\""
      labels      = {}
      value       = null
    }
    sweep_runs = {
      of          = "sweep"
      description = "times that the sweep has looked for what was sent"
      filter      = "jsonPayload.event=\"sweep ran\""
      labels      = {}
      value       = null
    }
    sent_calls = {
      of          = "sweep"
      description = "what the sweep has found missing (and sent again), lost, refused by the system itself, or doubtful"
      filter      = "jsonPayload.event=(\"sent call missing\" OR \"sent call lost\" OR \"sent call refused\" OR \"sweep doubted\")"
      labels      = { system = "system", event = "event" }
      value       = null
    }
  }

  in_time = length(local.batches) == 0 ? "jsonPayload.acceptedToEffectMs<=${local.objective_ms}" : join("", [
    "(jsonPayload.acceptedToEffectMs<=${local.objective_ms} OR (jsonPayload.acceptedToEffectMs<=${local.batch_objective_ms}",
    " AND resource.labels.service_name=(${join(" OR ", [for name in keys(local.batches) : "\"${local.function_names[name]}\""])})))",
  ])

  # Other copies in the project log the same lines; the service names distinguish them.
  services_of = {
    source  = [for name in keys(local.sources) : local.function_names[name]]
    handler = [for name in keys(local.handlers) : local.function_names[name]]
    keeper  = [for name in keys(local.keepers) : local.function_names[name]]
    sweep   = [for name in keys(local.sweeps) : local.function_names[name]]
  }
  metrics      = { for name, metric in local.metric_definitions : name => metric if length(local.services_of[metric.of]) > 0 }
  metric_names = { for name in keys(local.metric_definitions) : name => "${var.prefix}ycat_${name}" }

  # The same metric in PromQL: https://cloud.google.com/monitoring/promql/promql-mapping
  series = { for name, id in local.metric_names : name => "logging_googleapis_com:user_${replace(id, "-", "_")}" }
}

resource "google_logging_metric" "main" {
  for_each = local.metrics

  name        = local.metric_names[each.key]
  description = each.value.description
  filter      = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=(${join(" OR ", [for name in local.services_of[each.value.of] : "\"${name}\""])}) AND ${each.value.filter}"

  value_extractor  = each.value.value == null ? null : "EXTRACT(jsonPayload.${each.value.value})"
  label_extractors = { for label, field in each.value.labels : label => "EXTRACT(jsonPayload.${field})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = each.value.value == null ? "INT64" : "DISTRIBUTION"

    dynamic "labels" {
      for_each = each.value.labels

      content {
        key        = labels.key
        value_type = "STRING"
      }
    }
  }

  dynamic "bucket_options" {
    for_each = each.value.value[*]

    content {
      # 1 to 2^27, which is a day and a half in milliseconds, in steps of half an octave.
      exponential_buckets {
        scale              = 1
        growth_factor      = 1.4142
        num_finite_buckets = 54
      }
    }
  }

  depends_on = [google_project_service.main]
}
