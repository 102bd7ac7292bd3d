# What test/terraform runs to see that a plan after an apply is empty, with the secrets' values and without.
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

run "applied" {
  command = apply
}

run "planned" {
  command = plan
}

run "planned_without_values" {
  command = plan

  variables {
    secrets = {}
  }
}
