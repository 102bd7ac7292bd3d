# Renamed resources: moved in the state of an existing deployment, without recreating anything.
moved {
  from = google_cloudfunctions2_function.keeper["keeper"]
  to   = google_cloudfunctions2_function.upkeep["keeper"]
}

moved {
  from = google_cloudfunctions2_function.sweep["sweep"]
  to   = google_cloudfunctions2_function.upkeep["sweep"]
}

moved {
  from = google_cloud_run_v2_service_iam_member.keeper["keeper"]
  to   = google_cloud_run_v2_service_iam_member.upkeep["keeper"]
}

moved {
  from = google_cloud_run_v2_service_iam_member.sweep["sweep"]
  to   = google_cloud_run_v2_service_iam_member.upkeep["sweep"]
}

moved {
  from = google_cloud_scheduler_job.batch
  to   = google_cloud_scheduler_job.main
}

moved {
  from = google_cloud_scheduler_job.keeper["keeper"]
  to   = google_cloud_scheduler_job.main["keeper"]
}

moved {
  from = google_cloud_scheduler_job.sweep["sweep"]
  to   = google_cloud_scheduler_job.main["sweep"]
}
