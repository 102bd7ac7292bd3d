# Who GitHub's jobs are: the planner, which reads, for every job of the repository; the deployer for deploy.yml alone,
# as the protected branch holds it.
locals {
  workflow = "${var.repository}/.github/workflows/deploy.yml@refs/heads/${var.branch}"
  pools    = "projects/${data.google_project.main.number}/locations/global/workloadIdentityPools"
  pool     = "${local.pools}/${google_iam_workload_identity_pool.github.workload_identity_pool_id}"
  provider = google_iam_workload_identity_pool_provider.github.workload_identity_pool_provider_id

  # By a job's right to apply. Not by its subject, whose form depends on when the repository was made:
  # https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
  jobs = {
    deployer = "principalSet://iam.googleapis.com/${local.pool}/attribute.may/apply"
    planner  = "principalSet://iam.googleapis.com/${local.pool}/*"
  }

  emails  = { for name, account in google_service_account.main : name => "${account.account_id}@${local.domain}" }
  members = { for name, email in local.emails : name => "serviceAccount:${email}" }
  domain  = "${var.project}.iam.gserviceaccount.com"
}

resource "google_iam_workload_identity_pool" "github" {
  workload_identity_pool_id = "ycat-github"
  display_name              = "ycat's GitHub repository"

  depends_on = [google_project_service.main]
}

resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  display_name                       = "GitHub Actions"

  # Everybody's jobs have this issuer.
  attribute_condition = join(" && ", [
    "assertion.repository == '${var.repository}'",
    "assertion.repository_id == '${var.repository_id}'",
  ])
  attribute_mapping = {
    "google.subject" = "assertion.sub"
    "attribute.may"  = "assertion.workflow_ref == '${local.workflow}' ? 'apply' : 'plan'"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account" "main" {
  for_each = {
    deployer = "Applies Terraform from the protected branch"
    planner  = "Reads what Terraform compares with, for pull requests and the nightly check"
  }

  account_id   = "ycat-${each.key}"
  display_name = each.value

  depends_on = [google_project_service.main]
}

resource "google_service_account_iam_member" "job" {
  for_each = local.jobs

  service_account_id = google_service_account.main[each.key].name
  role               = "roles/iam.workloadIdentityUser"
  member             = each.value
}
