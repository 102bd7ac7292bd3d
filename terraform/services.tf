locals {
  services = toset([
    "artifactregistry.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudscheduler.googleapis.com",
    "compute.googleapis.com",
    "iam.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
  ])

  # docs/deploy.md's preparation makes this agent, and so does npm run deploy. Where neither did, Google makes it "at some
  # point after you activate and use the API": hence whatever grants it something depends on subscriptions that exist.
  # google_project_service_identity, which would make it, is in google-beta alone.
  pubsub_agent = "serviceAccount:service-${data.google_project.main.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_project_service" "main" {
  for_each = local.services

  service = each.key
  # Other copies, and other things in the project, need them too.
  disable_on_destroy = false
}
