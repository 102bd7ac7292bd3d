# Everything that reads dist/manifest.json is here, so that test/terraform/manifest-schema.test.ts can compare it with
# bundler/write/manifest.schema.json.
locals {
  manifest = jsondecode(file(var.manifest_path))
  # Keeper and sweep are listed with the functions, though neither source nor handler, because they need the same
  # resources. Without handlers there is nothing for them to do.
  declared = merge(local.manifest.functions, {
    for name, function in {
      keeper = try(local.manifest.keeper, null)
      sweep  = var.sweep ? try(local.manifest.sweep, null) : null
    } : name => function
    if function != null && anytrue([for one in values(local.manifest.functions) : one.kind != "source"])
  })

  functions = {
    for name, function in local.declared : name => {
      kind           = function.kind
      bundle         = "${dirname(var.manifest_path)}/${function.bundle}"
      version        = try(regex("-([0-9a-f]+)\\.zip$", function.bundle)[0], "")
      entry_point    = function.entryPoint
      runtime        = function.runtime
      timeout        = function.timeoutSeconds
      memory         = coalesce(try(var.overrides[name].memory_mib, null), function.memoryMiB)
      cpu            = coalesce(try(var.overrides[name].cpu, null), function.cpu)
      concurrency    = coalesce(try(var.overrides[name].concurrency, null), function.concurrency)
      min_instances  = coalesce(try(var.overrides[name].min_instances, null), function.minInstances)
      max_instances  = coalesce(try(var.overrides[name].max_instances, null), function.maxInstances)
      settings       = { for key, setting in function.settings : key => lookup(setting, "default", null) }
      secrets        = function.secrets
      publishes      = function.publishes
      path           = try(function.path, null)
      address_ranges = try(function.addressRanges, [])
      url_check      = try(function.urlCheck, false)
      schedule       = try(function.schedule, null)
      time_zone      = try(function.timeZone, null)
      systems        = try(function.uses, [])
      priority       = try(function.priority, null)
      daily_calls    = try(function.dailyCalls, {})
    }
    # A signed URL can't be verified if the URL is unknown, so without a domain such a source is left out.
    if var.domain != null || !try(function.signsUrl, false)
  }
  sources  = { for name, function in local.functions : name => function if function.kind == "source" }
  handlers = { for name, function in local.functions : name => function if contains(["handler", "batch"], function.kind) }
  pushed   = { for name, function in local.functions : name => function if function.kind == "handler" }
  batches  = { for name, function in local.functions : name => function if function.kind == "batch" }
  keepers  = { for name, function in local.functions : name => function if function.kind == "keeper" }
  sweeps   = { for name, function in local.functions : name => function if function.kind == "sweep" }
  upkeep   = merge(local.keepers, local.sweeps)

  topics       = { for name, topic in local.manifest.topics : name => topic.kind if topic.kind != "sent" || length(local.sweeps) > 0 }
  event_topics = { for name, kind in local.topics : name => name if kind == "event" }
  sent_topics  = { for name, kind in local.topics : name => name if kind == "sent" }
  # Dead-letter topics, the quarantine, and the topic of what is discarded.
  kept_topics = { for name, kind in local.topics : name => name if !contains(["event", "sent"], kind) }

  # Who may publish to which topic.
  publications = merge([
    for name, function in local.functions : {
      for topic in function.publishes : "${name}/${topic}" => { function = name, topic = topic } if contains(keys(local.topics), topic)
    }
  ]...)

  subscriptions = {
    for name, subscription in local.manifest.subscriptions : name => {
      topic        = subscription.topic
      push         = try(subscription.push, null)
      pull         = try(subscription.pull, null)
      ordered      = subscription.ordered
      ack_deadline = subscription.ackDeadlineSeconds
      retry = try({
        minimum = "${subscription.retryPolicy.minimumBackoffSeconds}s"
        maximum = "${subscription.retryPolicy.maximumBackoffSeconds}s"
      }, null)
      dead_letter = try({
        topic    = subscription.deadLetterPolicy.topic
        attempts = subscription.deadLetterPolicy.maxDeliveryAttempts
      }, null)
    } if contains(keys(local.topics), subscription.topic)
  }
  # Messages are either consumed by a function, or kept for people (dead letters, quarantine, discarded letters) or for
  # the sweep.
  handled = { for name, wanted in local.subscriptions : name => wanted if wanted.dead_letter != null }
  kept    = { for name, wanted in local.subscriptions : name => wanted if contains(keys(local.kept_topics), wanted.topic) }
  sent    = { for name, wanted in local.subscriptions : name => wanted if contains(keys(local.sent_topics), wanted.topic) }
  # Kept messages that somebody still has to look at.
  waiting = [for name, wanted in local.kept : "${var.prefix}${name}" if local.topics[wanted.topic] != "discarded"]

  secrets = {
    for name, secret in local.manifest.secrets : name => setintersection(secret.functions, keys(local.functions))
    if length(setintersection(secret.functions, keys(local.functions))) > 0
  }
  secret_descriptions = { for name, secret in local.manifest.secrets : name => secret.description }

  # Settings that the deployment must provide. Terraform itself sets the platform's two, the keeper's, and whether there
  # is a sweep.
  platform_settings = ["GOOGLE_CLOUD_PROJECT", "HANDLERS", "MAX_INSTANCES", "PREFIX", "SWEEP"]
  known_settings = setsubtract(
    toset(flatten([for function in values(local.functions) : keys(function.settings)])), local.platform_settings
  )
  required_settings = setsubtract(
    toset(flatten([for function in values(local.functions) : [
      for name, default in function.settings : name if default == null
    ]])), local.platform_settings
  )
  setting_descriptions = merge([
    for function in values(local.declared) : {
      for name, setting in function.settings : name => setting.description
    }
  ]...)
}
