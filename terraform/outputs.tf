output "address" {
  description = "What the domain's A record points to."
  value       = one([for address in google_compute_global_address.main : address.address])
}

output "dashboard" {
  description = "Rates, latencies, backlogs and errors."
  value       = "https://console.cloud.google.com/monitoring/dashboards/builder/${basename(google_monitoring_dashboard.main.id)}?project=${var.project}"
}

output "dead_letter_topics" {
  description = "Where what could not be handled lies, by handler, the quarantine of webhooks, and what people have discarded."
  value = {
    for name, topic in google_pubsub_topic.dead_letter :
    lookup(local.dead_letter_handlers, name, local.topics[name] == "discarded" ? "discarded" : "quarantine") => topic.id
  }
}

output "deployment" {
  description = "What npm run deploy looks at after an apply: by service, which account of ours has to be able to call it."
  value = {
    project     = var.project
    region      = var.region
    domain      = var.domain
    certificate = one([for certificate in google_compute_managed_ssl_certificate.main : certificate.name])
    services = {
      for name, function in local.functions : local.function_names[name] => (
        function.kind == "source" ? null : function.kind == "handler" ? local.push_member : local.schedule_member
      )
    }
  }
}

output "warning" {
  description = "What is not as it should be for more than a trial."
  value       = var.domain != null || length(local.sources) == 0 ? null : "Without a domain the functions take requests from anywhere: no load balancer, no Cloud Armor, no rate limit. Signatures alone stand between them and the internet. Set domain for more than a trial."
}

output "webhooks" {
  description = "Where each sender posts to."
  value = {
    for name, source in local.sources : name => (var.domain == null
      ? "${google_cloudfunctions2_function.source[name].service_config[0].uri}${source.path}"
      : "https://${var.domain}${source.path}"
    )
  }
}
