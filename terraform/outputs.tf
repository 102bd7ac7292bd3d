output "address" {
  description = "What the domain's A record points to."
  value       = one([for address in google_compute_global_address.main : address.address])
}

output "certificate" {
  description = "The name of the load balancer's certificate, which Google issues once DNS points to address."
  value       = one([for certificate in google_compute_managed_ssl_certificate.main : certificate.name])
}

output "dashboard" {
  description = "Rates, latencies, backlogs and errors."
  value       = "https://console.cloud.google.com/monitoring/dashboards/builder/${basename(google_monitoring_dashboard.main.id)}?project=${var.project}"
}

output "dead_letter_topics" {
  description = "Where what could not be handled lies, by handler, and the quarantine of webhooks."
  value       = { for name, topic in google_pubsub_topic.dead_letter : lookup(local.dead_letter_handlers, name, "quarantine") => topic.id }
}

output "domain" {
  description = "Where senders post to, and what DNS must point to address; null in a trial."
  value       = var.domain
}

output "functions" {
  description = "Each source's and handler's function, whose Cloud Run service has the same name."
  value       = local.function_names
}

output "project" {
  description = "Where all this is."
  value       = var.project
}

output "push_account" {
  description = "Whom Pub/Sub calls handlers as."
  value       = trimprefix(local.push_member, "serviceAccount:")
}

output "pushed" {
  description = "The handlers that Pub/Sub pushes to: each one's subscription."
  value       = { for name, subscription in local.handled : subscription.push => "${var.prefix}${name}" if subscription.push != null }
}

output "region" {
  description = "Where functions run and messages are stored."
  value       = var.region
}

output "warning" {
  description = "What is not as it should be for more than a trial."
  value       = var.domain != null || length(local.sources) == 0 ? null : "Without a domain the functions take requests from anywhere: no load balancer, no Cloud Armor, no rate limit. Signatures alone stand between them and the internet. Set domain for more than a trial."
}

output "webhooks" {
  description = "Where each sender posts to."
  value = {
    for name, source in local.sources : name =>
    var.domain == null ? "${google_cloudfunctions2_function.source[name].service_config[0].uri}${source.path}" : "https://${var.domain}${source.path}"
  }
}
