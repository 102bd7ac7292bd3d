# Plans alone: the bucket of the states can't be destroyed, by a test either.
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

variables {
  project       = "acme-webhooks"
  repository    = "acme/ycat"
  repository_id = "987654321"
}

run "bootstrap" {
  command = plan

  assert {
    condition     = google_storage_bucket.state.versioning[0].enabled && google_storage_bucket.state.public_access_prevention == "enforced" && google_storage_bucket.state.uniform_bucket_level_access
    error_message = "Earlier states are kept, and nobody outside reads any."
  }
  assert {
    condition     = one(google_storage_bucket.state.lifecycle_rule[0].condition).num_newer_versions == 50 && length(google_storage_bucket.state.encryption) == 0
    error_message = "Fifty earlier versions of a state are kept."
  }
  assert {
    condition     = google_iam_workload_identity_pool_provider.github.attribute_condition == "assertion.repository == 'acme/ycat' && assertion.repository_id == '987654321'"
    error_message = "One repository gets an identity, and no other that takes its name."
  }
  assert {
    condition     = google_iam_workload_identity_pool_provider.github.attribute_mapping["attribute.may"] == "assertion.workflow_ref == 'acme/ycat/.github/workflows/deploy.yml@refs/heads/main' ? 'apply' : 'plan'"
    error_message = "Only deploy.yml as main holds it may apply."
  }
  assert {
    condition     = endswith(google_service_account_iam_member.job["deployer"].member, "/workloadIdentityPools/ycat-github/attribute.may/apply") && endswith(google_service_account_iam_member.job["planner"].member, "/workloadIdentityPools/ycat-github/*")
    error_message = "The deployer is for jobs that may apply, the planner for all."
  }
  assert {
    condition     = google_project_iam_member.granting.condition[0].expression == "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/logging.logWriter', 'roles/monitoring.viewer', 'roles/storage.objectViewer'])"
    error_message = "The deployer grants what builds and the keeper need, and nothing else."
  }
  assert {
    condition     = alltrue([for grant in google_project_iam_member.main : !contains(["roles/owner", "roles/editor", "roles/viewer", "roles/resourcemanager.projectIamAdmin"], grant.role)])
    error_message = "Nobody gets a basic role, nor the right to grant at will."
  }
  assert {
    condition     = alltrue([for role in keys(output.roles.planner) : can(regex("([vV]iewer|[rR]eader|[rR]eviewer|browser)$", role))])
    error_message = "The planner reads."
  }
  assert {
    condition = output.variables == {
      YCAT_DEPLOYER          = "ycat-deployer@acme-webhooks.iam.gserviceaccount.com"
      YCAT_IDENTITY_PROVIDER = "projects/123456789012/locations/global/workloadIdentityPools/ycat-github/providers/github"
      YCAT_PLANNER           = "ycat-planner@acme-webhooks.iam.gserviceaccount.com"
    }
    error_message = "The outputs are what the repository's variables must hold."
  }
}

run "with_a_key" {
  command = plan

  variables {
    branch  = "release"
    kms_key = "projects/acme-keys/locations/europe-west1/keyRings/ycat/cryptoKeys/ycat"
  }

  assert {
    condition     = google_storage_bucket.state.encryption[0].default_kms_key_name == var.kms_key
    error_message = "The state is encrypted by one's own key."
  }
  assert {
    condition     = strcontains(google_iam_workload_identity_pool_provider.github.attribute_mapping["attribute.may"], "@refs/heads/release'")
    error_message = "Another branch than main can be the one."
  }
}

run "refuses_a_url" {
  command = plan

  variables {
    repository = "https://github.com/acme/ycat"
  }

  expect_failures = [var.repository]
}

run "refuses_a_name_for_a_number" {
  command = plan

  variables {
    repository_id = "ycat"
  }

  expect_failures = [var.repository_id]
}

run "refuses_a_ref" {
  command = plan

  variables {
    branch = "refs/heads/main"
  }

  expect_failures = [var.branch]
}

run "refuses_a_key_version" {
  command = plan

  variables {
    kms_key = "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1"
  }

  expect_failures = [var.kms_key]
}

run "refuses_a_project_number" {
  command = plan

  variables {
    project = "123456789012"
  }

  expect_failures = [var.project]
}

run "refuses_a_multi_region" {
  command = plan

  variables {
    region = "eu"
  }

  expect_failures = [var.region]
}

run "refuses_to_keep_no_version" {
  command = plan

  variables {
    state_versions = 0
  }

  expect_failures = [var.state_versions]
}
