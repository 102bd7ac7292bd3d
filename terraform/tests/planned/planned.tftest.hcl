# What test/terraform runs over made-up manifests and variables, when it is only the plan that counts: its graph is smaller.
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

run "planned" {
  command = plan
}
