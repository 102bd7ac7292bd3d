# The limits of Cloud Run for overrides, with the messages of bundler/check/resources.ts, which checks specifications in
# the same way: test/terraform/overrides.test.ts compares the two.
locals {
  overridable = toset(["memory_mib", "cpu", "concurrency", "min_instances", "max_instances"])

  # MiB, from this many vCPU on; and the minimum with this many.
  most_memory  = { "0.08" = 512, "0.5" = 1024, "1" = 4096, "2" = 8192, "4" = 16384, "6" = 24576, "8" = 32768 }
  least_memory = { "4" = 2048, "6" = 4096, "8" = 4096 }

  memory_limits = { for name, function in local.functions : name => {
    least = lookup(local.least_memory, tostring(function.cpu), 128)
    most  = max(concat([0], [for cpu, most in local.most_memory : most if function.cpu >= tonumber(cpu)])...)
  } }

  whole_numbers = { for name, function in local.functions : name => [
    merge(local.memory_limits[name], { what = "memory_mib", value = function.memory, with = " with ${function.cpu} vCPU" }),
    { what = "concurrency", value = function.concurrency, with = "", least = 1, most = 1000 },
    { what = "max_instances", value = function.max_instances, with = "", least = 1, most = 1000 },
    { what = "min_instances", value = function.min_instances, with = "", least = 0, most = 1000 },
  ] }

  resource_faults = { for name, function in local.functions : name => compact(concat(
    [
      function.cpu >= 0.08 && (function.cpu <= 1 || contains([2, 4, 6, 8], function.cpu)) ? ""
      : "cpu is ${function.cpu}; 0.08 to 1, 2, 4, 6 and 8 are possible.",
      function.cpu >= 1 || function.concurrency <= 1 ? ""
      : "concurrency is ${function.concurrency} with ${function.cpu} vCPU; more than 1 needs cpu of 1 or more.",
    ],
    [
      for number in local.whole_numbers[name] :
      number.value == floor(number.value) && number.value >= number.least && number.value <= number.most ? ""
      : "${number.what} is ${number.value}${number.with}; ${number.least} to ${number.most} are possible."
    ],
    [
      function.min_instances <= function.max_instances ? ""
      : "min_instances is ${function.min_instances}, more than max_instances, ${function.max_instances}.",
    ],
  )) }
}
