locals {
  # The handler of each dead-letter topic, by the topic's name, which is also its subscription's. Quarantine and
  # discarded letters have none.
  dead_letter_handlers = { for name, subscription in local.handled : subscription.dead_letter.topic => name }

  dead_letter_publications = {
    for key, publication in local.publications : key => publication if contains(keys(local.kept_topics), publication.topic)
  }

  # Neither can be retired.
  kept_deletion_policies = { for topic in keys(local.kept_topics) : topic => (
    var.protected && !contains(var.retired, lookup(local.dead_letter_handlers, topic, "")) ? "PREVENT" : "DELETE"
  ) }
}

# The dead-letter topics of handlers, the quarantine of webhooks, and what people have discarded.
resource "google_pubsub_topic" "dead_letter" {
  for_each = local.kept_topics

  name            = "${var.prefix}${each.key}"
  kms_key_name    = var.kms_key
  deletion_policy = local.kept_deletion_policies[each.key]

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.main]
}

# People pull from these. Without a subscription a topic would lose its messages.
resource "google_pubsub_subscription" "dead_letter" {
  for_each = local.kept

  name                       = "${var.prefix}${each.key}"
  topic                      = google_pubsub_topic.dead_letter[each.value.topic].id
  ack_deadline_seconds       = each.value.ack_deadline
  message_retention_duration = "2678400s"
  enable_message_ordering    = each.value.ordered
  deletion_policy            = local.kept_deletion_policies[each.value.topic]

  # By default Pub/Sub deletes a subscription that nobody pulls from for a month, with its messages.
  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "dead_letter_publisher" {
  for_each = local.dead_letter_publications

  topic  = google_pubsub_topic.dead_letter[each.value.topic].id
  role   = "roles/pubsub.publisher"
  member = local.function_members[each.value.function]
}

# Without these two grants Pub/Sub silently counts no attempts and delivers for ever. Both are deleted with their
# resource, so a recreated subscription needs new ones.
resource "google_pubsub_topic_iam_member" "dead_letter_forwarder" {
  for_each = local.dead_letter_handlers

  topic  = google_pubsub_topic.dead_letter[each.key].id
  role   = "roles/pubsub.publisher"
  member = local.pubsub_agent

  lifecycle {
    replace_triggered_by = [google_pubsub_topic.dead_letter[each.key].id]
  }
  depends_on = [google_pubsub_subscription.handler]
}

resource "google_pubsub_subscription_iam_member" "dead_letter_forwarder" {
  for_each = local.handled

  subscription = google_pubsub_subscription.handler[each.key].id
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent

  lifecycle {
    replace_triggered_by = [google_pubsub_subscription.handler[each.key].id]
  }
}
