locals {
  # A topic may be deleted when all of its subscriptions may.
  listeners      = { for name, subscription in local.handled : subscription.topic => name... }
  retired_topics = [for topic, names in local.listeners : topic if length(setsubtract(names, var.retired)) == 0]

  event_publications = {
    for key, publication in local.publications : key => publication if local.topics[publication.topic] == "event"
  }
  # Push settings of each subscription in the form of Pub/Sub's REST API, also for the keeper, which restores them after
  # a pause.
  push_configs = { for name, subscription in local.handled : name => {
    pushEndpoint = google_cloudfunctions2_function.handler[subscription.push].service_config[0].uri
    oidcToken = {
      serviceAccountEmail = google_service_account.push.email
      # Exactly the service's URL: Cloud Run refuses a token for any other audience.
      audience = google_cloudfunctions2_function.handler[subscription.push].service_config[0].uri
    }
  } if subscription.push != null }
  pulled = { for name, subscription in local.handled : name => subscription.pull if subscription.pull != null }
}

resource "google_pubsub_topic" "event" {
  for_each = local.event_topics

  name                       = "${var.prefix}${each.key}"
  kms_key_name               = var.kms_key
  message_retention_duration = "604800s"
  deletion_policy            = var.protected && !contains(local.retired_topics, each.key) ? "PREVENT" : "DELETE"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.main]
}

resource "google_pubsub_topic_iam_member" "event_publisher" {
  for_each = local.event_publications

  topic  = google_pubsub_topic.event[each.value.topic].id
  role   = "roles/pubsub.publisher"
  member = local.function_members[each.value.function]
}

# Everything that is pushed to a handler or fetched by a batch handler.
resource "google_pubsub_subscription" "handler" {
  for_each = local.handled

  name                       = "${var.prefix}${each.key}"
  topic                      = google_pubsub_topic.event[each.value.topic].id
  ack_deadline_seconds       = each.value.ack_deadline
  message_retention_duration = "2678400s"
  enable_message_ordering    = each.value.ordered
  # Google offers it only for pull subscriptions.
  enable_exactly_once_delivery = each.value.pull != null
  deletion_policy              = var.protected && !contains(var.retired, each.key) ? "PREVENT" : "DELETE"

  expiration_policy {
    ttl = ""
  }

  dynamic "push_config" {
    for_each = [for name in each.value.push[*] : local.push_configs[each.key]]

    content {
      push_endpoint = push_config.value.pushEndpoint

      oidc_token {
        service_account_email = push_config.value.oidcToken.serviceAccountEmail
        audience              = push_config.value.oidcToken.audience
      }
    }
  }

  dynamic "retry_policy" {
    for_each = each.value.retry[*]

    content {
      minimum_backoff = retry_policy.value.minimum
      maximum_backoff = retry_policy.value.maximum
    }
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letter[each.value.dead_letter.topic].id
    max_delivery_attempts = each.value.dead_letter.attempts
  }

  # Delivery starts only after the grants exist.
  depends_on = [google_cloud_run_v2_service_iam_member.push]
}

resource "google_pubsub_subscription_iam_member" "batch" {
  for_each = local.pulled

  subscription = google_pubsub_subscription.handler[each.key].id
  role         = "roles/pubsub.subscriber"
  member       = local.function_members[each.value]

  lifecycle {
    replace_triggered_by = [google_pubsub_subscription.handler[each.key].id]
  }
}
