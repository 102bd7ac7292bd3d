# The text of each alert: what it means, and what to do first. docs/operate.md continues under the same key.
locals {
  dead_letters_command = "npm run dead-letters -- list --project ${var.project}${var.prefix == "" ? "" : " --prefix ${var.prefix}"}"
  logs_command         = "gcloud logging read --project ${var.project} --freshness 1h --limit 50"
  status_command       = "npm run status -- --project ${var.project}${var.prefix == "" ? "" : " --prefix ${var.prefix}"}"
  services_filter      = "resource.type=cloud_run_revision"

  runbook_texts = {
    dead-letters = {
      means = "Messages wait in a dead-letter topic or in quarantine: ycat gave up on events, or a schema refused webhooks. Nothing is lost for 31 days, and nothing happens by itself."
      run   = local.dead_letters_command
    }
    backlog = {
      means = "A handler has not handled a message for ${local.threshold.backlog_seconds / 60} minutes: it is too slow, or one person's events fail. Pub/Sub goes on trying for about sixteen hours, then dead-letters."
      run   = "${local.logs_command} '${local.services_filter} jsonPayload.outcome=\"failed\"'"
    }
    batch-backlog = {
      means = "A batch handler has left a message in its subscription for ${local.threshold.batch_backlog_seconds / 60} minutes: Scheduler does not call it, its system is down, or it is too slow."
      run   = "gcloud scheduler jobs list --project ${var.project} --location ${var.region}"
    }
    paused = {
      means = "Handlers have paused themselves: the system named here does not do its work, its daily calls run short, or it refuses one event after another. Their events wait, in order, for 31 days; no attempt is spent, and no other page comes for them. paused_by says what ends it: outage and allowance end by themselves, refusals by whoever mends what is refused and types npm run resume. It costs what comes late: what has waited for more than 72 hours no longer triggers anything in customer.io."
      run   = local.status_command
    }
    keeper-silent = {
      means = "Something was paused within the last day, and the keeper, which resumes it, has not run for ten minutes: Scheduler does not call it, or it fails. Events wait, and would for ever; npm run resume goes on without it."
      run   = "gcloud scheduler jobs describe ${var.prefix}keeper --project ${var.project} --location ${var.region}"
    }
    sent-lost = {
      means = "customer.io has said yes to an event and does not have it, though the sweep has sent it again three times (sent call lost); or nothing of what was sent is found there, so that none is sent again (sweep doubted): the App API key is another workspace's, or its answers have changed."
      run   = "${local.logs_command} '${local.services_filter} jsonPayload.event=(\"sent call lost\" OR \"sweep doubted\")'"
    }
    sweep-silent = {
      means = "Events are handled, and for three hours nobody has looked whether customer.io has what it said yes to: Scheduler does not call the sweep, or it fails. What waits for it is kept for 72 hours."
      run   = "gcloud scheduler jobs describe ${var.prefix}sweep --project ${var.project} --location ${var.region}"
    }
    expiring = {
      means = "A message has waited for more than ${local.threshold.expiring_days} days, and its subscription keeps it for 31: after that it is lost. A handler is paused, or its events wait behind each other."
      run   = "gcloud pubsub subscriptions list --project ${var.project}"
    }
    source-errors = {
      means = "A source answers 5xx: senders try again, some for a short while only. It does not start, crashes, or Pub/Sub does not take its events."
      run   = "${local.logs_command} '${local.services_filter} severity>=ERROR'"
    }
    schema-refusals = {
      means = "Genuine webhooks are refused by a schema more often than usual: the sender has changed their shape. They are in quarantine, and can be replayed once the schema is mended."
      run   = "${local.dead_letters_command} --filter reason=schema"
    }
    source-silent = {
      means = "A source got no genuine webhook for ${local.threshold.silence_hours} hours, and at this time yesterday and a week ago it did: the sender has stopped, was disabled by its owner, or does not reach us."
      run   = "${local.logs_command} '${local.services_filter} jsonPayload.source:*'"
    }
    too-large = {
      means = "A source refuses bodies that are larger than its maxBodyBytes, with 413. They are not read, so nothing proves who sent them; if it is the sender, most give up after that, and what they sent is lost."
      run   = "${local.logs_command} '${local.services_filter} jsonPayload.reason=\"TOO_LARGE\"'"
    }
    throttled = {
      means = "One address has sent more than ${var.requests_per_minute} requests in a minute, and Cloud Armor answers 502 to the rest. If it is a sender, what it sends comes late: customer.io holds back everything for an hour."
      run   = "${local.logs_command} 'resource.type=http_load_balancer jsonPayload.enforcedSecurityPolicy.configuredAction=\"THROTTLE\" jsonPayload.enforcedSecurityPolicy.outcome=\"DENY\"'"
    }
    signatures = {
      means = "Many webhooks of a source are refused for their signature: its secret was changed on one side alone, clocks differ (SIGNATURE_STALE), or somebody tries."
      run   = "${local.logs_command} '${local.services_filter} jsonPayload.reason=(\"SIGNATURE\" OR \"SIGNATURE_STALE\")'"
    }
    system-failing = {
      means = "More than ${local.threshold.call_failure_ratio * 100} % of the calls to Salesforce or customer.io fail or time out, and no handler has paused for it. Events are delivered again for about sixteen hours."
      run   = "${local.logs_command} '${local.services_filter} jsonPayload.message=(\"call failed\" OR \"call refused\")'"
    }
    fields-left-out = {
      means = "A system refuses a field, or does not hold what comes for it, more often than usual, and records are written without it: its list has other words, it was hidden from ycat's user, or a form sends what does not fit. No record is lost; what Salesforce refused is in the record's Description, if it has one."
      run   = "${local.logs_command} '${local.services_filter} jsonPayload.message=\"field left out\"'"
    }
    salesforce-quota = {
      means = "More than ${local.threshold.quota_ratio * 100} % of the org's daily API calls are used, by ycat and all others. At 100 % Salesforce refuses every call; handlers pause before that, and their events wait."
      run   = "${local.logs_command} '${local.services_filter} jsonPayload.quotaUsed>=0'"
    }
    slo-burn = {
      means = "Too many events of one type take more than ${local.objective_ms / 1000} s (a batch handler's: ${local.batch_objective_ms / 1000} s) from acceptance to effect, or are dead-lettered, for 99.9 % to hold over four weeks."
      run   = "${local.logs_command} '${local.services_filter} jsonPayload.acceptedToEffectMs>${local.objective_ms}'"
    }
  }

  runbooks = {
    for key, text in local.runbook_texts : key => <<-EOT
      ${text.means}

      Run next:

          ${text.run}

      and go on with docs/operate.md, "${key}".
    EOT
  }
}
