# Looks each hour for what handlers have sent to a system that may take a write and drop it. docs/sweep.md
locals {
  sent_publications = {
    for key, publication in local.publications : key => publication if local.topics[publication.topic] == "sent"
  }
}

# What handlers note of what they have sent.
resource "google_pubsub_topic" "sent" {
  for_each = local.sent_topics

  name            = "${var.prefix}${each.key}"
  kms_key_name    = var.kms_key
  deletion_policy = "DELETE"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.main]
}

# What is older starts no campaign any more: to send it again would help nobody.
resource "google_pubsub_subscription" "sent" {
  for_each = local.sent

  name                       = "${var.prefix}${each.key}"
  topic                      = google_pubsub_topic.sent[each.value.topic].id
  ack_deadline_seconds       = each.value.ack_deadline
  message_retention_duration = "259200s"
  enable_message_ordering    = each.value.ordered
  deletion_policy            = "DELETE"

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "sent_publisher" {
  for_each = local.sent_publications

  topic  = google_pubsub_topic.sent[each.value.topic].id
  role   = "roles/pubsub.publisher"
  member = local.function_members[each.value.function]
}

resource "google_pubsub_subscription_iam_member" "sweep" {
  for_each = local.sent

  subscription = google_pubsub_subscription.sent[each.key].id
  role         = "roles/pubsub.subscriber"
  member       = local.function_members["sweep"]

  lifecycle {
    replace_triggered_by = [google_pubsub_subscription.sent[each.key].id]
  }
}
