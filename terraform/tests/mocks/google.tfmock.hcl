# Made-up attributes of all that Google computes.
mock_data "google_project" {
  defaults = { number = "123456789012" }
}

# Every type that there is: what has a block is made up in the plan already, and nothing need be applied.
mock_resource "google_artifact_registry_repository" {}
mock_resource "google_artifact_registry_repository_iam_member" {}
mock_resource "google_bigquery_dataset" {}
mock_resource "google_bigquery_table" {}
mock_resource "google_bigquery_table_iam_member" {}
mock_resource "google_cloud_run_v2_service_iam_member" {}
mock_resource "google_cloud_scheduler_job" {}
mock_resource "google_cloudfunctions2_function" {}
mock_resource "google_compute_backend_service" {}
mock_resource "google_compute_global_address" {}
mock_resource "google_compute_global_forwarding_rule" {}
mock_resource "google_compute_managed_ssl_certificate" {}
mock_resource "google_compute_region_network_endpoint_group" {}
mock_resource "google_compute_security_policy" {}
mock_resource "google_compute_security_policy_rule" {}
mock_resource "google_compute_ssl_policy" {}
mock_resource "google_compute_target_http_proxy" {}
mock_resource "google_compute_target_https_proxy" {}
mock_resource "google_compute_url_map" {}
mock_resource "google_logging_metric" {}
mock_resource "google_logging_project_sink" {
  defaults = { writer_identity = "serviceAccount:service-123456789012@gcp-sa-logging.iam.gserviceaccount.com" }
}
mock_resource "google_monitoring_alert_policy" {}
mock_resource "google_monitoring_custom_service" {}
mock_resource "google_monitoring_dashboard" {}
mock_resource "google_monitoring_notification_channel" {}
mock_resource "google_monitoring_slo" {}
mock_resource "google_project_iam_custom_role" {}
mock_resource "google_project_iam_member" {}
mock_resource "google_project_service" {}
mock_resource "google_pubsub_subscription" {}
mock_resource "google_pubsub_subscription_iam_member" {}
mock_resource "google_pubsub_topic" {}
mock_resource "google_pubsub_topic_iam_member" {}
mock_resource "google_secret_manager_secret" {}
mock_resource "google_secret_manager_secret_iam_member" {}
mock_resource "google_secret_manager_secret_version" {}
mock_resource "google_service_account" {}
mock_resource "google_service_account_iam_member" {}
mock_resource "google_storage_bucket" {}
mock_resource "google_storage_bucket_iam_member" {}
mock_resource "google_storage_bucket_object" {}
