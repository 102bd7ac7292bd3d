locals {
  copy = { project = var.project, prefix = var.prefix, region = var.region, kms_key = var.kms_key }
}

# What was deployed first: with the variables of another copy, a plan would destroy this one.
resource "terraform_data" "copy" {
  input = local.copy

  lifecycle {
    ignore_changes = [input]

    postcondition {
      condition     = self.input == local.copy
      error_message = <<-EOT
        This state is that of another copy than the variables': is a -var-file, a backend or a workspace mistaken?
        The state's: ${jsonencode(self.input)}
        The variables': ${jsonencode(local.copy)}
        None of the four can be changed.
      EOT
    }
  }
}

# While it is there, terraform destroy is refused before anything is gone. Pub/Sub's deletion_policy would refuse only
# when load balancer, address and sources no longer stand.
resource "terraform_data" "protected" {
  for_each = toset(var.protected ? ["topics"] : [])

  lifecycle {
    prevent_destroy = true
  }
}
