# What test/terraform runs over made-up manifests and variables, to look at all that would be declared.
mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

run "declared" {
  command = plan
}
