locals {
  labels = merge({ ycat = var.prefix == "" ? "main" : trimsuffix(var.prefix, "-") }, var.labels)

  # A Cloud Run service name has at most 49 characters. Longer ones keep their beginning and get a hash, so that they
  # are stable.
  function_names = {
    for name in keys(local.functions) : name => (length("${var.prefix}${name}") <= 49
      ? "${var.prefix}${name}"
      : "${trimsuffix(substr("${var.prefix}${name}", 0, 42), "-")}-${substr(sha1("${var.prefix}${name}"), 0, 6)}"
    )
  }

  # A service account's id has 6 to 30.
  account_ids = {
    for name in keys(local.functions) : name => (length("${var.prefix}${name}") >= 6 && length("${var.prefix}${name}") <= 30
      ? "${var.prefix}${name}"
      : "${trimsuffix(substr("${var.prefix}${name}", 0, 23), "-")}-${substr(sha1("${var.prefix}${name}"), 0, 6)}"
    )
  }

  # An account's `member` is known only after it is created. A composed one is known in the plan, and still waits for
  # it.
  member_format = "serviceAccount:%s@${var.project}.iam.gserviceaccount.com"
  build_member  = format(local.member_format, google_service_account.build.account_id)
  function_members = {
    for name, account in google_service_account.function : name => format(local.member_format, account.account_id)
  }
  push_member     = format(local.member_format, google_service_account.push.account_id)
  schedule_member = format(local.member_format, google_service_account.schedule.account_id)
}
