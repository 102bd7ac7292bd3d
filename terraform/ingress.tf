locals {
  # The load balancer exists only if there is a domain and a source behind it.
  domains = { for name in ["main"] : name => var.domain if var.domain != null && length(local.sources) > 0 }
  exposed = { for name, source in local.sources : name => source if length(local.domains) > 0 }
}

resource "google_compute_global_address" "main" {
  for_each = local.domains

  name = "${var.prefix}ycat"

  depends_on = [google_project_service.main]
}

resource "google_compute_region_network_endpoint_group" "source" {
  for_each = local.exposed

  name                  = local.function_names[each.key]
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  # Only the name: a dependency on the function would pass create_before_destroy on to it and to its subscriptions,
  # topics and accounts, none of which can exist twice.
  cloud_run {
    service = local.function_names[each.key]
  }

  lifecycle {
    create_before_destroy = true
  }
  depends_on = [google_project_service.main]
}

resource "google_compute_backend_service" "source" {
  for_each = local.exposed

  name                  = local.function_names[each.key]
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.main[local.policy_of_source[each.key]].id

  backend {
    group = google_compute_region_network_endpoint_group.source[each.key].id
  }

  log_config {
    enable      = true
    sample_rate = var.log_sample_rate
  }

  # Deleted only after the URL map no longer uses it.
  lifecycle {
    create_before_destroy = true
  }
  # A policy without rules allows everything.
  depends_on = [google_compute_security_policy_rule.main, google_compute_security_policy_rule.rest]
}

# For unknown paths: the URL map answers 404 by itself, but must name a service.
resource "google_compute_backend_service" "nowhere" {
  for_each = local.domains

  name                  = "${var.prefix}ycat-nowhere"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"

  depends_on = [google_project_service.main]
}

resource "google_compute_url_map" "main" {
  for_each = local.domains

  name            = "${var.prefix}ycat"
  default_service = google_compute_backend_service.nowhere["main"].id

  default_route_action {
    fault_injection_policy {
      abort {
        http_status = 404
        percentage  = 100
      }
    }
  }

  host_rule {
    hosts        = [each.value]
    path_matcher = "sources"
  }

  path_matcher {
    name            = "sources"
    default_service = google_compute_backend_service.nowhere["main"].id

    default_route_action {
      fault_injection_policy {
        abort {
          http_status = 404
          percentage  = 100
        }
      }
    }

    dynamic "path_rule" {
      for_each = local.exposed

      content {
        paths   = [path_rule.value.path, "${path_rule.value.path}/"]
        service = google_compute_backend_service.source[path_rule.key].id
      }
    }
  }
}

resource "google_compute_url_map" "redirect" {
  for_each = local.domains

  name = "${var.prefix}ycat-redirect"

  # 308 keeps the method, which 301 need not.
  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "PERMANENT_REDIRECT"
    strip_query            = false
  }

  depends_on = [google_project_service.main]
}

# A certificate can't change its domain. Another domain gets another name, and the old certificate is deleted last.
resource "google_compute_managed_ssl_certificate" "main" {
  for_each = local.domains

  name = "${var.prefix}ycat-${substr(sha1(each.value), 0, 8)}"

  managed {
    domains = [each.value]
  }

  lifecycle {
    create_before_destroy = true
  }
  depends_on = [google_project_service.main]
}

resource "google_compute_ssl_policy" "main" {
  for_each = local.domains

  name            = "${var.prefix}ycat"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"

  depends_on = [google_project_service.main]
}

resource "google_compute_target_https_proxy" "main" {
  for_each = local.domains

  name             = "${var.prefix}ycat"
  url_map          = google_compute_url_map.main["main"].id
  ssl_certificates = [google_compute_managed_ssl_certificate.main["main"].id]
  ssl_policy       = google_compute_ssl_policy.main["main"].id
}

resource "google_compute_target_http_proxy" "main" {
  for_each = local.domains

  name    = "${var.prefix}ycat"
  url_map = google_compute_url_map.redirect["main"].id
}

resource "google_compute_global_forwarding_rule" "https" {
  for_each = local.domains

  name                  = "${var.prefix}ycat-https"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.main["main"].id
  port_range            = "443"
  target                = google_compute_target_https_proxy.main["main"].id
}

resource "google_compute_global_forwarding_rule" "http" {
  for_each = local.domains

  name                  = "${var.prefix}ycat-http"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.main["main"].id
  port_range            = "80"
  target                = google_compute_target_http_proxy.main["main"].id
}
