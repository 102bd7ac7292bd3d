# Each variable that is wrong is refused, with a sentence.
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

variables {
  project = "acme-webhooks"
  page_to = ["oncall@example.com"]
  settings = {
    CUSTOMERIO_SITE_ID   = "site"
    SALESFORCE_CLIENT_ID = "client"
    SALESFORCE_LOGIN_URL = "https://acme.my.salesforce.com"
  }
  # Of whatever sources and clients there are.
  secrets = { for name, _ in jsondecode(file("../dist/manifest.json")).secrets : name => "whsec_1" }
  # What is protected can't be destroyed, by a test either.
  protected = false
}

run "refuses_a_new_secret_without_value" {
  command = plan

  variables {
    secrets = { for name, _ in jsondecode(file("../dist/manifest.json")).secrets : name => "whsec_1" if name != "salesforce-credential" }
  }

  expect_failures = [terraform_data.stored["salesforce-credential/1"]]
}

run "what_the_others_begin_with_is_accepted" {
  command = apply
}

run "refuses_a_missing_setting" {
  command = plan

  variables {
    settings = { SALESFORCE_LOGIN_URL = "https://acme.my.salesforce.com" }
  }

  expect_failures = [var.settings]
}

run "refuses_an_unknown_setting" {
  command = plan

  variables {
    settings = {
      CUSTOMERIO_SITE_ID   = "site"
      SALESFORCE_CLIENT_ID = "client"
      SALESFORCE_LOGIN_URL = "https://acme.my.salesforce.com"
      SALESFORCE_LOGIN_UTL = "https://acme.my.salesforce.com"
    }
  }

  expect_failures = [var.settings]
}

run "refuses_an_unknown_secret" {
  command = plan

  variables {
    secrets = { appp = "whsec_1" }
  }

  expect_failures = [var.secrets]
}

run "refuses_an_empty_secret" {
  command = plan

  variables {
    secrets = { app = " " }
  }

  expect_failures = [var.secrets]
}

run "refuses_an_unknown_secret_version" {
  command = plan

  variables {
    secret_versions = { appp = 2 }
  }

  expect_failures = [var.secret_versions]
}

run "refuses_a_domain_that_is_a_url" {
  command = plan

  variables {
    domain = "https://hooks.example.com/"
  }

  expect_failures = [var.domain]
}

run "refuses_a_domain_that_no_certificate_is_issued_for" {
  command = plan

  variables {
    domain = "webhooks.of-a-department-with-a-name-that-is-long.eu.example-corp.com"
  }

  expect_failures = [var.domain]
}

run "refuses_a_key_of_another_region" {
  command = plan

  variables {
    kms_key = "projects/acme-keys/locations/us-east1/keyRings/ycat/cryptoKeys/ycat"
  }

  expect_failures = [var.kms_key]
}

run "refuses_nobody_to_page" {
  command = plan

  variables {
    page_to = []
  }

  expect_failures = [var.page_to]
}

run "refuses_somebody_who_cannot_be_paged" {
  command = plan

  variables {
    page_to = ["oncall"]
  }

  expect_failures = [var.page_to]
}

run "refuses_a_prefix_without_dash" {
  command = plan

  variables {
    prefix = "staging"
  }

  expect_failures = [var.prefix]
}

run "refuses_a_project_number" {
  command = plan

  variables {
    project = "123456789012"
  }

  expect_failures = [var.project]
}

run "refuses_a_zone" {
  command = plan

  variables {
    region = "europe-west1-b"
  }

  expect_failures = [var.region]
}

run "refuses_no_manifest" {
  command = plan

  variables {
    manifest_path = "../dist/manifesto.json"
  }

  expect_failures = [var.manifest_path]
}

run "refuses_an_unknown_override" {
  command = plan

  variables {
    overrides = { appp = { cpu = 2 } }
  }

  expect_failures = [var.overrides]
}

run "refuses_half_a_cpu_for_many" {
  command = plan

  variables {
    overrides = { app = { cpu = 0.5 } }
  }

  expect_failures = [google_cloudfunctions2_function.source["app"]]
}

run "refuses_more_at_least_than_at_most" {
  command = plan

  variables {
    overrides = { form-submitted = { min_instances = 21 } }
  }

  expect_failures = [google_cloudfunctions2_function.handler["form-submitted"]]
}

run "refuses_a_bad_label" {
  command = plan

  variables {
    labels = { Team = "growth" }
  }

  expect_failures = [var.labels]
}

run "refuses_a_share_above_one" {
  command = plan

  variables {
    log_sample_rate = 10
  }

  expect_failures = [var.log_sample_rate]
}

run "refuses_too_many_requests" {
  command = plan

  variables {
    requests_per_minute = 2000000
  }

  expect_failures = [var.requests_per_minute]
}

run "refuses_a_runbook_section" {
  command = plan

  variables {
    runbook_url = "https://example.com/operate.md#backlog"
  }

  expect_failures = [var.runbook_url]
}

run "refuses_a_rotation_without_value" {
  command = plan

  variables {
    secrets         = {}
    secret_versions = { salesforce-credential = 2 }
  }

  expect_failures = [terraform_data.stored["salesforce-credential/2"]]
}

run "needs_no_value_that_is_stored" {
  command = plan

  variables {
    secrets = {}
  }
}

run "refuses_another_project" {
  command = plan

  variables {
    project = "acme-staging"
  }

  expect_failures = [terraform_data.copy]
}

run "refuses_another_prefix" {
  command = plan

  variables {
    prefix = "staging-"
  }

  expect_failures = [terraform_data.copy]
}

run "refuses_another_region" {
  command = plan

  variables {
    region = "europe-west4"
  }

  expect_failures = [terraform_data.copy]
}

run "refuses_a_key_later" {
  command = plan

  variables {
    kms_key = "projects/acme-keys/locations/europe-west1/keyRings/ycat/cryptoKeys/ycat"
  }

  expect_failures = [terraform_data.copy]
}
