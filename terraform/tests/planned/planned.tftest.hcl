# What test/terraform runs over made-up manifests and variables, when it is only the plan that counts: its graph is smaller.
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
  mock_resource "google_secret_manager_secret" {
    defaults = { create_time = "2020-01-01T00:00:00Z" }
  }
}

run "planned" {
  command = plan
}
