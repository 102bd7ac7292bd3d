# Each role, and what it is for: types of resources in ../*.tf, by their beginnings. Roles on the project, since what
# they open does not exist yet.
locals {
  roles = {
    deployer = {
      "roles/artifactregistry.admin"               = ["google_artifact_registry_"]
      "roles/bigquery.dataOwner"                   = ["google_bigquery_"]
      "roles/browser"                              = ["google_project"]
      "roles/cloudfunctions.developer"             = ["google_cloudfunctions2_"]
      "roles/cloudscheduler.admin"                 = ["google_cloud_scheduler_"]
      "roles/compute.loadBalancerAdmin"            = ["google_compute_"]
      "roles/compute.securityAdmin"                = ["google_compute_security_policy"]
      "roles/iam.roleAdmin"                        = ["google_project_iam_custom_role"]
      "roles/iam.serviceAccountAdmin"              = ["google_service_account"]
      "roles/iam.serviceAccountUser"               = ["google_cloudfunctions2_", "google_cloud_scheduler_", "google_pubsub_"]
      "roles/logging.configWriter"                 = ["google_logging_metric", "google_logging_project_sink"]
      "roles/monitoring.alertPolicyEditor"         = ["google_monitoring_alert_policy"]
      "roles/monitoring.dashboardEditor"           = ["google_monitoring_dashboard"]
      "roles/monitoring.notificationChannelEditor" = ["google_monitoring_notification_channel"]
      "roles/monitoring.servicesEditor"            = ["google_monitoring_custom_service", "google_monitoring_slo"]
      "roles/pubsub.admin"                         = ["google_pubsub_"]
      "roles/run.admin"                            = ["google_cloud_run_"]
      "roles/secretmanager.admin"                  = ["google_secret_manager_"]
      "roles/serviceusage.serviceUsageAdmin"       = ["google_project_service"]
      "roles/storage.admin"                        = ["google_storage_"]
    }

    # Policies of who may do what are read by the first.
    planner = {
      "roles/iam.securityReviewer"            = ["google_project_iam_member", "google_cloud_run_"]
      "roles/artifactregistry.reader"         = ["google_artifact_registry_"]
      "roles/bigquery.metadataViewer"         = ["google_bigquery_"]
      "roles/browser"                         = ["google_project"]
      "roles/cloudfunctions.viewer"           = ["google_cloudfunctions2_"]
      "roles/cloudscheduler.viewer"           = ["google_cloud_scheduler_"]
      "roles/compute.viewer"                  = ["google_compute_"]
      "roles/iam.roleViewer"                  = ["google_project_iam_custom_role"]
      "roles/iam.serviceAccountViewer"        = ["google_service_account"]
      "roles/logging.viewer"                  = ["google_logging_metric", "google_logging_project_sink"]
      "roles/monitoring.viewer"               = ["google_monitoring_"]
      "roles/pubsub.viewer"                   = ["google_pubsub_"]
      "roles/secretmanager.viewer"            = ["google_secret_manager_"]
      "roles/serviceusage.serviceUsageViewer" = ["google_project_service"]
      "roles/storage.bucketViewer"            = ["google_storage_"]
    }
  }

  grants = merge([
    for name, roles in local.roles : { for role in keys(roles) : "${name}/${role}" => { name = name, role = role } }
  ]...)

  # The project's roles that terraform/builds.tf gives to builds, and terraform/keeper.tf to the keeper.
  grantable_roles = ["roles/logging.logWriter", "roles/monitoring.viewer", "roles/storage.objectViewer"]
  grantable       = join(", ", [for role in local.grantable_roles : "'${role}'"])
}

resource "google_project_iam_member" "main" {
  for_each = local.grants

  project = var.project
  role    = each.value.role
  member  = local.members[each.value.name]
}

# It may grant these roles on the project, and take them away, and no others: not even to itself.
resource "google_project_iam_member" "granting" {
  project = var.project
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = local.members.deployer

  condition {
    title      = "only what builds and the keeper need"
    expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${local.grantable}])"
  }
}

resource "google_storage_bucket_iam_member" "planner" {
  bucket = google_storage_bucket.state.name
  role   = "roles/storage.objectViewer"
  member = local.members.planner
}

# The bundles, in buckets that each copy makes for itself.
resource "google_project_iam_member" "bundles" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = local.members.planner

  condition {
    title = "the functions' bundles"
    expression = join(" && ", [
      "resource.name.startsWith('projects/_/buckets/${var.project}-')",
      "resource.name.extract('buckets/{bucket}/objects/').endsWith('functions')",
    ])
  }
}
