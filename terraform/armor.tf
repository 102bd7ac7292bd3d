# Cloud Armor. Only the signature proves that a webhook is genuine; this blocks what can't be.
locals {
  max_body_bytes = 7 * 1024 * 1024

  # Policies are billed monthly: one for each source whose sender publishes its addresses, and one for all others.
  policy_of_source = {
    for name, source in local.exposed : name => length(source.address_ranges) > 0 ? "source-${name}" : "shared"
  }
  policies = { for policy in distinct(values(local.policy_of_source)) : policy => policy }

  previewed = { for policy in keys(local.policies) : policy => policy if var.armor_preview }

  # A rule may have ten ranges.
  policy_ranges = {
    for policy in keys(local.policies) : policy => policy == "shared" ? [["*"]] : chunklist(flatten([
      for name, source in local.exposed : source.address_ranges if local.policy_of_source[name] == policy
    ]), 10)
  }

  # Behind a shared policy, other sources answer a GET with 405 themselves.
  policy_refused_methods = {
    for policy in keys(local.policies) : policy => anytrue([
      for name, source in local.exposed : source.url_check && local.policy_of_source[name] == policy
    ]) ? "!request.method.matches('^(GET|HEAD|OPTIONS|POST)$')" : "request.method != 'POST'"
  }

  rules = merge([
    for policy, chunks in local.policy_ranges : merge(
      {
        # One rule, because a project may have only 20 with an expression.
        "${policy}/request" = {
          policy      = policy, priority = 1200, ranges = []
          description = "not posted, or larger than any webhook that is taken"
          # A rule's expression may have five parts.
          expression = join(" || ", [
            local.policy_refused_methods[policy],
            "(has(request.headers['content-length']) && int(request.headers['content-length']) > ${local.max_body_bytes})",
          ])
        }
      },
      { for index, ranges in chunks : "${policy}/sender-${index}" => {
        policy      = policy, priority = 2000 + index, ranges = ranges, expression = ""
        description = "senders, so many requests a minute"
      } },
    )
  ]...)
}

resource "google_compute_security_policy" "main" {
  for_each = local.policies

  name = "${var.prefix}ycat-${substr(each.key, 0, 30)}-${substr(sha1(each.key), 0, 6)}"
  type = "CLOUD_ARMOR"

  # Deleted only after no backend service uses it, together with its rules.
  lifecycle {
    create_before_destroy = true
  }
  depends_on = [google_project_service.main]
}

# Separate resources: since 7.37 the provider plans changes of rules inside the policy as no changes
# (https://github.com/hashicorp/terraform-provider-google/issues/27936).
resource "google_compute_security_policy_rule" "main" {
  for_each = local.rules

  security_policy = google_compute_security_policy.main[each.value.policy].name
  description     = each.value.description
  priority        = each.value.priority
  action          = each.value.expression == "" ? "throttle" : "deny(403)"
  preview         = var.armor_preview

  match {
    versioned_expr = each.value.expression == "" ? "SRC_IPS_V1" : null

    dynamic "config" {
      for_each = each.value.expression == "" ? [each.value.ranges] : []

      content {
        src_ip_ranges = config.value
      }
    }

    dynamic "expr" {
      for_each = each.value.expression == "" ? [] : [each.value.expression]

      content {
        expression = expr.value
      }
    }
  }

  dynamic "rate_limit_options" {
    for_each = each.value.expression == "" ? [var.requests_per_minute] : []

    content {
      conform_action = "allow"
      # Not 429: some senders drop a webhook after any 4xx.
      exceed_action  = "deny(502)"
      enforce_on_key = "IP"

      rate_limit_threshold {
        count        = rate_limit_options.value
        interval_sec = 60
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
  # The rule that allows everything exists before these go into preview, and is removed after they are active.
  depends_on = [google_compute_security_policy_rule.preview]
}

# In preview no rule above takes effect, and the one below would deny everything.
resource "google_compute_security_policy_rule" "preview" {
  for_each = local.previewed

  security_policy = google_compute_security_policy.main[each.key].name
  description     = "while previewing, everything passes"
  priority        = 2147483646
  action          = "allow"

  match {
    versioned_expr = "SRC_IPS_V1"

    config {
      src_ip_ranges = ["*"]
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_compute_security_policy_rule" "rest" {
  for_each = local.policies

  security_policy = google_compute_security_policy.main[each.key].name
  description     = "all the rest"
  priority        = 2147483647
  action          = "deny(403)"

  match {
    versioned_expr = "SRC_IPS_V1"

    config {
      src_ip_ranges = ["*"]
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
