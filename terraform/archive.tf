# Every event and the handlers' log lines about it in BigQuery, for npm run why and your own queries, without code of
# ours. Off unless var.archive is set. The lines go through a topic, because a sink directly to BigQuery creates a table
# whose columns depend on what has been logged, and a view of a missing table is refused.
locals {
  archives = { for days in [try(var.archive.days, null)] : "main" => days if days != null }

  archived_topics   = length(local.archives) == 0 ? {} : local.event_topics
  archive_dataset   = replace("${var.prefix}ycat", "-", "_")
  archive_tables    = length(local.archives) == 0 ? toset([]) : toset(["events", "lines"])
  archive_partition = try(var.archive.days, 0) * 24 * 60 * 60 * 1000

  # Columns that a BigQuery subscription with write_metadata fills: https://cloud.google.com/pubsub/docs/bigquery
  archive_columns = [
    { name = "subscription_name", type = "STRING" },
    { name = "message_id", type = "STRING" },
    { name = "publish_time", type = "TIMESTAMP" },
    { name = "attributes", type = "JSON" },
    { name = "data", type = "STRING" },
  ]
}

resource "google_project_service" "archive" {
  for_each = local.archives

  service            = "bigquery.googleapis.com"
  disable_on_destroy = false
}

resource "google_bigquery_dataset" "archive" {
  for_each = local.archives

  dataset_id  = local.archive_dataset
  location    = var.region
  description = "Events of ycat and what its handlers did, each kept for ${each.value} days."
  labels      = local.labels

  dynamic "default_encryption_configuration" {
    for_each = var.kms_key[*]

    content {
      kms_key_name = default_encryption_configuration.value
    }
  }

  depends_on = [google_project_service.archive]
}

resource "google_bigquery_table" "archive" {
  for_each = local.archive_tables

  dataset_id          = google_bigquery_dataset.archive["main"].dataset_id
  table_id            = each.key
  schema              = jsonencode(local.archive_columns)
  deletion_protection = var.protected

  time_partitioning {
    type          = "DAY"
    field         = "publish_time"
    expiration_ms = local.archive_partition
  }
}

# One row per event and line. An event without lines has one row too.
resource "google_bigquery_table" "history" {
  for_each = local.archives

  dataset_id          = google_bigquery_dataset.archive["main"].dataset_id
  table_id            = "history"
  deletion_protection = false

  view {
    use_legacy_sql = false
    query          = templatefile("${path.module}/history.sql", { dataset = "${var.project}.${local.archive_dataset}" })
  }

  depends_on = [google_bigquery_table.archive]
}

resource "google_bigquery_table_iam_member" "archive" {
  for_each = local.archive_tables

  dataset_id = google_bigquery_dataset.archive["main"].dataset_id
  table_id   = google_bigquery_table.archive[each.key].table_id
  role       = "roles/bigquery.dataEditor"
  member     = local.pubsub_agent

  depends_on = [google_pubsub_subscription.handler]
}

resource "google_pubsub_subscription" "archive" {
  for_each = local.archived_topics

  name                       = "${var.prefix}${each.key}.archive"
  topic                      = google_pubsub_topic.event[each.key].id
  message_retention_duration = "604800s"

  bigquery_config {
    table          = "${var.project}.${local.archive_dataset}.events"
    write_metadata = true
  }

  expiration_policy {
    ttl = ""
  }

  depends_on = [google_bigquery_table_iam_member.archive]
}

resource "google_pubsub_topic" "line" {
  for_each = local.archives

  name         = "${var.prefix}archive.lines"
  kms_key_name = var.kms_key

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.main]
}

resource "google_pubsub_subscription" "line" {
  for_each = local.archives

  name                       = "${var.prefix}archive.lines"
  topic                      = google_pubsub_topic.line[each.key].id
  message_retention_duration = "604800s"

  bigquery_config {
    table          = "${var.project}.${local.archive_dataset}.lines"
    write_metadata = true
  }

  expiration_policy {
    ttl = ""
  }

  depends_on = [google_bigquery_table_iam_member.archive]
}

# What handlers wrote, the outcome of each attempt, what was left out or refused, and what the sweep sent again:
# docs/logs.md.
resource "google_logging_project_sink" "archive" {
  for_each = local.archives

  name                   = "${var.prefix}ycat-archive"
  destination            = "pubsub.googleapis.com/${google_pubsub_topic.line[each.key].id}"
  unique_writer_identity = true
  filter                 = <<-EOT
    resource.type="cloud_run_revision"
    resource.labels.service_name=(${join(" OR ", [for name in sort(keys(merge(local.handlers, local.sweeps))) : jsonencode(local.function_names[name])])})
    jsonPayload.handler:*
    (jsonPayload.outcome:* OR jsonPayload.event=("sent call missing" OR "sent call lost") OR jsonPayload.message=("record written" OR "field left out" OR "call failed" OR "call refused") OR (jsonPayload.reason:* AND NOT jsonPayload.operation:*))
  EOT
}

resource "google_pubsub_topic_iam_member" "line_publisher" {
  for_each = local.archives

  topic  = google_pubsub_topic.line[each.key].id
  role   = "roles/pubsub.publisher"
  member = google_logging_project_sink.archive[each.key].writer_identity
}
