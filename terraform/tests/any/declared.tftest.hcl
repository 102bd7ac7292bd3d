# What test/terraform runs over made-up manifests and variables, to look at all that would be declared.
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

run "declared" {
  command = apply
}
