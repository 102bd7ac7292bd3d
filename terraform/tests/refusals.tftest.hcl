# Each variable that is wrong is refused, with a sentence. Each run costs a second or two, so many are wrong at once: what is
# expected to fail and doesn't is named, and they are grouped so that no rule reads a variable that is wrong in the same run.
# The manifest is a small one: what is refused depends on no more of it.
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

variables {
  project       = "acme-webhooks"
  page_to       = ["oncall@example.com"]
  manifest_path = "tests/manifest.json"
  settings = {
    CUSTOMERIO_SITE_ID   = "site"
    SALESFORCE_CLIENT_ID = "client"
    SALESFORCE_LOGIN_URL = "https://acme.my.salesforce.com"
  }
  secrets = { app = "whsec_1", salesforce-credential = "key" }
  # What is protected can't be destroyed, by a test either.
  protected = false
}

run "refuses_a_new_secret_without_value" {
  command = plan

  variables {
    secrets = { app = "whsec_1" }
  }

  expect_failures = [terraform_data.stored["salesforce-credential/1"]]
}

run "what_the_others_begin_with_is_accepted" {
  command = apply
}

run "refuses_each_that_is_wrong" {
  command = plan

  variables {
    kms_key             = "projects/acme-keys/locations/us-east1/keyRings/ycat/cryptoKeys/ycat"
    labels              = { Team = "growth" }
    log_sample_rate     = 10
    page_to             = []
    prefix              = "staging"
    project             = "123456789012"
    requests_per_minute = 2000000
    runbook_url         = "https://example.com/operate.md#backlog"
    secret_versions     = { appp = 2 }
    secrets             = { appp = "whsec_1" }
    settings            = { SALESFORCE_LOGIN_URL = "https://acme.my.salesforce.com" }
  }

  expect_failures = [
    var.kms_key,
    var.labels,
    var.log_sample_rate,
    var.page_to,
    var.prefix,
    var.project,
    var.requests_per_minute,
    var.runbook_url,
    var.secret_versions,
    var.secrets,
    var.settings,
  ]
}

run "refuses_each_that_is_wrong_in_another_way" {
  command = plan

  variables {
    labels  = { ycat = "growth" }
    page_to = ["oncall"]
    prefix  = "main-"
    region  = "europe-west1-b"
    secrets = { app = " " }
    settings = {
      CUSTOMERIO_SITE_ID   = "site"
      SALESFORCE_CLIENT_ID = "client"
      SALESFORCE_LOGIN_URL = "https://acme.my.salesforce.com"
      SALESFORCE_LOGIN_UTL = "https://acme.my.salesforce.com"
    }
  }

  expect_failures = [var.labels, var.page_to, var.prefix, var.region, var.secrets, var.settings]
}

run "refuses_a_domain_that_is_a_url_and_an_unknown_override" {
  command = plan

  variables {
    domain    = "https://hooks.example.com/"
    overrides = { appp = { cpu = 2 } }
  }

  expect_failures = [var.domain, var.overrides]
}

run "refuses_a_domain_that_no_certificate_is_issued_for_and_no_manifest" {
  command = plan

  variables {
    domain        = "webhooks.of-a-department-with-a-name-that-is-long.eu.example-corp.com"
    manifest_path = "../dist/manifesto.json"
  }

  expect_failures = [var.domain, var.manifest_path]
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
