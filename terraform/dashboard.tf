locals {
  # Each handler, source or system has one line in a chart.
  charts = [
    { title = "Events per minute, by type and outcome", query = "sum by (event_type, outcome) (rate(${local.series.deliveries}{${local.run_revision}}[5m])) * 60" },
    { title = "Acceptance to effect, 50 %, by type (ms)", query = "histogram_quantile(0.5, sum by (event_type, le) (rate(${local.series.effect_ms}_bucket{${local.run_revision}}[5m])))" },
    { title = "Acceptance to effect, 99 %, by type (ms)", query = "histogram_quantile(0.99, sum by (event_type, le) (rate(${local.series.effect_ms}_bucket{${local.run_revision}}[5m])))" },
    { title = "Attempts per event, by type", query = "sum by (event_type) (rate(${local.series.attempts}_sum{${local.run_revision}}[5m])) / sum by (event_type) (rate(${local.series.attempts}_count{${local.run_revision}}[5m]))" },
    { title = "Backlog, by subscription (messages)", query = "sum by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{${local.subscription},subscription_id=~\"${local.handled_names}\"})" },
    { title = "Dead letters and quarantine (messages)", query = "sum by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{${local.subscription},subscription_id=~\"${local.waiting_names}\"})" },
    { title = "Answers per minute, by source", query = "sum by (source, outcome) (rate(${local.series.webhooks}{${local.run_revision}}[5m])) * 60" },
    { title = "Calls, 99 %, by system (ms)", query = "histogram_quantile(0.99, sum by (system, le) (rate(${local.series.call_ms}_bucket{${local.run_revision}}[5m])))" },
    { title = "Failing calls per minute, by system and reason", query = "sum by (system, reason) (rate(${local.series.call_failures}{${local.run_revision}}[5m])) * 60" },
  ]

  handled_names = replace(join("|", [for name in keys(local.handled) : "${var.prefix}${name}"]), ".", "[.]")
  waiting_names = replace(join("|", local.waiting), ".", "[.]")
}

resource "google_monitoring_dashboard" "main" {
  dashboard_json = jsonencode({
    displayName = "${var.prefix}ycat"
    mosaicLayout = {
      columns = 48
      # The API does not return a position of 0, so declaring it would show a change in every plan.
      tiles = [for index, chart in local.charts : merge(
        { for axis, position in { xPos = index % 3 * 16, yPos = floor(index / 3) * 16 } : axis => position if position > 0 },
        {
          width  = 16
          height = 16
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [{ plotType = "LINE", targetAxis = "Y1", timeSeriesQuery = { prometheusQuery = chart.query } }]
              yAxis    = { scale = "LINEAR" }
            }
          }
        },
      )]
    }
  })

  depends_on = [google_project_service.main]
}
