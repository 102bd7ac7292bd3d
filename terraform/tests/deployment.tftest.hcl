# The real manifest, as npm run build writes it. test/terraform holds the rules that hold of every manifest; here is what a
# change of variables does.
mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  project = "acme-webhooks"
  domain  = "hooks.example.com"
  page_to = ["oncall@example.com", "projects/acme-webhooks/notificationChannels/1"]
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

run "deployment" {
  command = plan

  assert {
    condition     = output.webhooks.app == "https://hooks.example.com/webhooks/app" && output.warning == null
    error_message = "With a domain, webhooks go through the load balancer, and there is nothing to warn of."
  }
  assert {
    condition = alltrue([
      for name, subscription in google_pubsub_subscription.handler :
      subscription.push_config[0].oidc_token[0].audience == google_cloudfunctions2_function.handler[name].service_config[0].uri
      if !subscription.enable_exactly_once_delivery
    ])
    error_message = "The audience of a push is its service's URL."
  }
  assert {
    condition = alltrue([
      for name, job in { for name, job in google_cloud_scheduler_job.main : name => job if contains(keys(google_pubsub_subscription.handler), name) } :
      google_pubsub_subscription.handler[name].enable_exactly_once_delivery
      && length(google_pubsub_subscription.handler[name].push_config) == 0
      && job.http_target[0].oidc_token[0].audience == google_cloudfunctions2_function.handler[name].service_config[0].uri
    ])
    error_message = "What a schedule calls fetches, exactly once; the audience of a call is its service's URL."
  }
  assert {
    condition     = alltrue([for subscription in merge(google_pubsub_subscription.handler, google_pubsub_subscription.dead_letter) : subscription.expiration_policy[0].ttl == ""])
    error_message = "No subscription expires."
  }
  assert {
    condition     = google_compute_ssl_policy.main["main"].min_tls_version == "TLS_1_2" && google_compute_target_https_proxy.main["main"].ssl_policy == google_compute_ssl_policy.main["main"].id
    error_message = "TLS below 1.2 is refused."
  }
  assert {
    condition     = google_compute_url_map.redirect["main"].default_url_redirect[0].https_redirect && google_compute_global_forwarding_rule.http["main"].target == google_compute_target_http_proxy.main["main"].id
    error_message = "HTTP is redirected to HTTPS."
  }
  assert {
    condition     = google_compute_managed_ssl_certificate.main["main"].managed[0].domains[0] == "hooks.example.com"
    error_message = "The certificate is the domain's."
  }
  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.main : length(policy.notification_channels) == 2])
    error_message = "Every alert goes to everybody in page_to."
  }
  assert {
    condition     = google_cloudfunctions2_function.handler["form-submitted"].service_config[0].environment_variables["SALESFORCE_LOGIN_URL"] == "https://acme.my.salesforce.com"
    error_message = "Settings reach the functions that read them."
  }
  assert {
    condition     = !contains(keys(google_cloudfunctions2_function.source["app"].service_config[0].environment_variables), "SALESFORCE_LOGIN_URL")
    error_message = "Settings reach no other function."
  }
  assert {
    condition     = alltrue([for name, function in google_cloudfunctions2_function.source : function.service_config[0].environment_variables["PUBLIC_URL"] == output.webhooks[name]])
    error_message = "A source is told where its sender posts to."
  }
}

run "trial" {
  command = plan

  variables {
    domain = null
  }

  assert {
    condition     = output.warning != null && output.address == null && length(google_compute_url_map.main) == 0
    error_message = "Without a domain there is no load balancer, and a warning."
  }
  assert {
    condition     = output.webhooks.app == "${google_cloudfunctions2_function.source["app"].service_config[0].uri}/webhooks/app"
    error_message = "Without a domain webhooks go to the function's own URL."
  }
  assert {
    condition     = alltrue([for topic in merge(google_pubsub_topic.event, google_pubsub_topic.dead_letter) : topic.deletion_policy == "DELETE"])
    error_message = "A trial can be destroyed."
  }
  assert {
    condition     = !contains(keys(google_cloudfunctions2_function.source["app"].service_config[0].environment_variables), "PUBLIC_URL")
    error_message = "Without a domain no public URL is made up."
  }
  assert {
    condition     = !contains(keys(output.webhooks), "hubspot") && !contains(keys(google_secret_manager_secret.main), "hubspot")
    error_message = "Without a domain a source whose sender signs the URL is left out."
  }
}

# Settings that concern different resources, in one plan: each takes seconds.
run "changed" {
  command = plan

  variables {
    grant_all_users = false
    protected       = true
    retired         = ["contact-unsubscribed"]
    overrides       = { app = { min_instances = 1, memory_mib = 512 } }
    secret_versions = { app = 2 }
  }

  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.sender) == 0 && length(google_cloud_run_v2_service_iam_member.push) > 0
    error_message = "Where the organisation refuses allUsers, nothing is granted to them, and handlers are called as before."
  }
  assert {
    condition = (google_pubsub_subscription.handler["contact-unsubscribed"].deletion_policy == "DELETE"
      && google_pubsub_subscription.dead_letter["contact-unsubscribed.dead-letter"].deletion_policy == "DELETE"
      && google_pubsub_topic.dead_letter["contact-unsubscribed.dead-letter"].deletion_policy == "DELETE"
      && google_pubsub_topic.event["contact.unsubscribed"].deletion_policy == "DELETE"
    )
    error_message = "What belongs to a retired handler may go."
  }
  assert {
    condition = (google_pubsub_subscription.handler["form-submitted"].deletion_policy == "PREVENT"
      && google_pubsub_topic.dead_letter["webhook.rejected"].deletion_policy == "PREVENT"
    )
    error_message = "What belongs to others may not."
  }
  assert {
    condition     = google_cloudfunctions2_function.source["app"].service_config[0].min_instance_count == 1 && google_cloudfunctions2_function.source["app"].service_config[0].available_memory == "512Mi"
    error_message = "overrides replaces what the specification says."
  }
  assert {
    condition     = google_cloudfunctions2_function.source["customerio"].service_config[0].min_instance_count == 0
    error_message = "overrides replaces nothing of other functions."
  }
  assert {
    condition     = google_secret_manager_secret_version.main["app"].secret_data_wo_version == "2"
    error_message = "secret_versions raises a secret's version."
  }
}
