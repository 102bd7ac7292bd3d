# What test/tools/deploy plans after an apply: it gives the next_… in its variables.
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

run "applied" {
  command = apply
}

run "changed" {
  command = plan

  variables {
    manifest_path   = var.next_manifest_path
    retired         = var.next_retired
    secret_versions = var.next_secret_versions
    secrets         = var.next_secrets
  }
}
