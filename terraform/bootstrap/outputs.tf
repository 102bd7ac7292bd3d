output "roles" {
  description = "What each identity may do on the project, and for which resources of terraform/: to be compared."
  value       = local.roles
}

output "state_bucket" {
  description = "Where states are kept: the bucket of a backend file."
  value       = google_storage_bucket.state.name
}

output "variables" {
  description = "The three variables of the GitHub repository that switch .github/workflows/deploy.yml on."
  value = {
    YCAT_DEPLOYER          = local.emails.deployer
    YCAT_IDENTITY_PROVIDER = "${local.pool}/providers/${local.provider}"
    YCAT_PLANNER           = local.emails.planner
  }
}
