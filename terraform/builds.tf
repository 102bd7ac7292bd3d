# Builds container images from the zips in dist/, with their own account and repository.
resource "google_storage_bucket" "bundle" {
  name                        = "${var.project}-${var.prefix}functions"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !var.protected

  dynamic "encryption" {
    for_each = var.kms_key[*]

    content {
      default_kms_key_name = encryption.value
    }
  }

  depends_on = [google_project_service.main]
}

# Named by a hash of its content, so that a changed bundle is a new object, which redeploys the function.
resource "google_storage_bucket_object" "bundle" {
  for_each = local.functions

  bucket = google_storage_bucket.bundle.name
  name   = basename(each.value.bundle)
  source = each.value.bundle

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_artifact_registry_repository" "image" {
  repository_id = "${var.prefix}functions"
  location      = var.region
  format        = "DOCKER"
  kms_key_name  = var.kms_key

  # Keep policies take precedence over delete policies.
  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"

    most_recent_versions {
      keep_count = 5
    }
  }

  cleanup_policies {
    id     = "delete-untagged"
    action = "DELETE"

    condition {
      tag_state  = "UNTAGGED"
      older_than = "2592000s"
    }
  }

  depends_on = [google_project_service.main]
}

resource "google_service_account" "build" {
  account_id   = "${var.prefix}ycat-build"
  display_name = "Builds the functions' images"

  depends_on = [google_project_service.main]
}

resource "google_artifact_registry_repository_iam_member" "build" {
  location   = google_artifact_registry_repository.image.location
  repository = google_artifact_registry_repository.image.name
  role       = "roles/artifactregistry.writer"
  member     = local.build_member
}

resource "google_storage_bucket_iam_member" "build" {
  bucket = google_storage_bucket.bundle.name
  role   = "roles/storage.objectViewer"
  member = local.build_member
}

# At the first deployment Cloud Functions creates a bucket, copies the bundle there and builds from it. Before, there is
# nothing to grant the role on, hence the condition.
resource "google_project_iam_member" "build_source" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = local.build_member

  condition {
    title      = "sources of functions in ${var.region}"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-${data.google_project.main.number}-${var.region}\")"
  }
}

# There is no resource for logs to grant it on.
resource "google_project_iam_member" "build_log" {
  project = var.project
  role    = "roles/logging.logWriter"
  member  = local.build_member
}
