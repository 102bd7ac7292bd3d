import { address, broken, memberOf, type Rule, subscriptionsOf, typed } from "./rules.ts";

// What must hold of every deployment, whatever the manifest. Each rule gives the addresses that break it.

const AGENT = "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com";

export const invariants: Readonly<Record<string, Rule>> = {
  "every handler's subscription has a dead-letter policy, to a topic of its own": (declared) => {
    const topics = Object.values(declared.of("google_pubsub_topic.dead_letter")).map(({ values }) => values.id);
    const used = subscriptionsOf(declared).map(({ values }) => values.dead_letter_policy[0]?.dead_letter_topic);
    return broken(subscriptionsOf(declared), ({ values }) => {
      const [policy] = values.dead_letter_policy;
      return (
        topics.includes(policy?.dead_letter_topic) &&
        policy.max_delivery_attempts >= 5 &&
        used.filter((topic) => topic === policy.dead_letter_topic).length === 1
      );
    });
  },

  "Pub/Sub's agent may publish to the dead-letter topic and acknowledge on the subscription": (declared) => {
    const publishers = Object.values(declared.of("google_pubsub_topic_iam_member.dead_letter_forwarder")).map(
      ({ values }) => values,
    );
    const subscribers = Object.values(declared.of("google_pubsub_subscription_iam_member.dead_letter_forwarder")).map(
      ({ values }) => values,
    );
    return broken(
      subscriptionsOf(declared),
      ({ values: { id, dead_letter_policy } }) =>
        publishers.some(
          ({ topic, role, member }) =>
            topic === dead_letter_policy[0]?.dead_letter_topic && role === "roles/pubsub.publisher" && member === AGENT,
        ) &&
        subscribers.some(
          ({ subscription, role, member }) =>
            subscription === id && role === "roles/pubsub.subscriber" && member === AGENT,
        ),
    );
  },

  "the agent is granted something only where subscriptions exist": (declared) =>
    broken(
      declared.resources.filter(({ values }) => values.member === AGENT),
      ({ depends_on = [] }) => depends_on.includes("google_pubsub_subscription.handler"),
    ),

  "no subscription expires": (declared) =>
    broken(typed(declared, "google_pubsub_subscription"), ({ values }) => values.expiration_policy[0]?.ttl === ""),

  "a subscription that is pushed retries with backoff": (declared) =>
    broken(
      subscriptionsOf(declared),
      ({ values }) =>
        values.retry_policy[0]?.minimum_backoff === "10s" && values.retry_policy[0]?.maximum_backoff === "600s",
    ),

  "a function's timeout is shorter than the ack deadline of what is pushed to it; a lease of what it fetches is extended":
    (declared) => {
      const functions = declared.of("google_cloudfunctions2_function.handler");
      return broken(
        subscriptionsOf(declared),
        ({ index = "", values }) =>
          values.push_config.length === 0 ||
          functions[index]?.values.service_config[0].timeout_seconds < values.ack_deadline_seconds,
      );
    },

  "every dead-letter topic and the quarantine have a subscription that keeps for 31 days": (declared) => {
    const subscriptions = Object.values(declared.of("google_pubsub_subscription.dead_letter")).map(
      ({ values }) => values,
    );
    return broken(Object.values(declared.of("google_pubsub_topic.dead_letter")), ({ values }) =>
      subscriptions.some(
        ({ topic, message_retention_duration, push_config }) =>
          topic === values.id && message_retention_duration === "2678400s" && push_config.length === 0,
      ),
    );
  },

  "a push goes to its function's own URL, with that as its audience": (declared) => {
    const functions = declared.of("google_cloudfunctions2_function.handler");
    const push = Object.values(declared.of("google_service_account.push"))[0]?.values.email;
    return broken(
      subscriptionsOf(declared),
      ({ index = "", values: { push_config, enable_exactly_once_delivery } }) => {
        const uri = functions[index]?.values.service_config[0].uri;
        const [config] = push_config;
        return config === undefined
          ? enable_exactly_once_delivery === true
          : enable_exactly_once_delivery === false &&
              config.push_endpoint === uri &&
              config.oidc_token[0]?.audience === uri &&
              config.oidc_token[0]?.service_account_email === push;
      },
    );
  },

  "a function can be called by one identity alone: Pub/Sub's, Scheduler's, or senders through the load balancer": (
    declared,
  ) => {
    const member = (name: string) => memberOf(Object.values(declared.of(`google_service_account.${name}`))[0]);
    const callers = typed(declared, "google_cloud_run_v2_service_iam_member").map(({ values }) => values);
    const wanted = (name: string) => {
      const isCalled = declared.of("google_cloud_scheduler_job.main")[name] !== undefined;
      return declared.of("google_cloudfunctions2_function.source")[name] === undefined
        ? member(isCalled ? "schedule" : "push")
        : "allUsers";
    };
    return broken(typed(declared, "google_cloudfunctions2_function"), ({ index = "", values }) => {
      const own = callers.filter(({ name }) => name === values.name);
      return own.length === 1 && own[0].role === "roles/run.invoker" && own[0].member === wanted(index);
    });
  },

  "a batch handler is called by Scheduler within its time, one instance, and fetches from its own subscription alone": (
    declared,
  ) => {
    const functions = declared.of("google_cloudfunctions2_function.handler");
    const subscriptions = declared.of("google_pubsub_subscription.handler");
    const accounts = declared.of("google_service_account.function");
    const schedule = Object.values(declared.of("google_service_account.schedule"))[0]?.values.email;
    const fetchers = declared.of("google_pubsub_subscription_iam_member.batch");
    const jobs = declared.of("google_cloud_scheduler_job.main");
    const batches = Object.values(jobs).filter(({ index = "" }) => functions[index] !== undefined);
    const uncalled = Object.keys(subscriptions).filter(
      (name) => subscriptions[name]?.values.push_config.length === 0 && jobs[name] === undefined,
    );
    return [
      ...uncalled,
      ...broken(batches, ({ index = "", values: { http_target, attempt_deadline } }) => {
        const { uri, timeout_seconds, ...size } = functions[index]?.values.service_config[0] ?? {};
        const [{ uri: target, oidc_token }] = http_target;
        const fetcher = fetchers[index]?.values;
        return (
          target === uri &&
          oidc_token[0].audience === uri &&
          oidc_token[0].service_account_email === schedule &&
          Number.parseInt(attempt_deadline, 10) > timeout_seconds &&
          size.max_instance_count === 1 &&
          size.max_instance_request_concurrency > 1 &&
          fetcher?.subscription === subscriptions[index]?.values.id &&
          fetcher?.member === memberOf(accounts[index])
        );
      }),
    ];
  },

  "a function publishes to just the topics that the manifest gives it": (declared) => {
    const accounts = new Set(Object.values(declared.of("google_service_account.function")).map(memberOf));
    const grants = typed(declared, "google_pubsub_topic_iam_member").filter(({ values }) =>
      accounts.has(values.member),
    );
    const topics = [
      ...Object.values(declared.of("google_pubsub_topic.event")),
      ...Object.values(declared.of("google_pubsub_topic.dead_letter")),
      ...Object.values(declared.of("google_pubsub_topic.sent")),
    ];
    return broken(grants, ({ index = "", values }) => {
      const [name = "", topic] = index.split("/");
      return (
        values.member === memberOf(declared.of("google_service_account.function")[name]) &&
        topics.some((one) => one.index === topic && one.values.id === values.topic)
      );
    });
  },

  "a handler takes internal calls alone, and a source the load balancer's": (declared) => {
    const hasDomain = Object.keys(declared.of("google_compute_url_map.main")).length > 0;
    const expected = (name: string) =>
      name !== "source" ? "ALLOW_INTERNAL_ONLY" : hasDomain ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_ALL";
    return broken(
      typed(declared, "google_cloudfunctions2_function"),
      ({ name, values }) => values.service_config[0].ingress_settings === expected(name),
    );
  },

  "a function runs as an account of its own, and none is the project's default": (declared) => {
    const accounts = declared.of("google_service_account.function");
    const build = Object.values(declared.of("google_service_account.build"))[0]?.values.id;
    return broken(
      typed(declared, "google_cloudfunctions2_function"),
      ({ index = "", values }) =>
        values.service_config[0].service_account_email === accounts[index]?.values.email &&
        values.build_config[0].service_account === build,
    );
  },

  "what is granted on the project is granted to builds, and to the keeper that it may count what waits; nothing else": (
    declared,
  ) => {
    const build = memberOf(Object.values(declared.of("google_service_account.build"))[0]);
    const keeper = memberOf(declared.of("google_service_account.function")["keeper"]);
    return broken(
      typed(declared, "google_project_iam_member"),
      ({ values: { role, member, condition } }) =>
        (member === keeper && role === "roles/monitoring.viewer") ||
        (member === build &&
          (role === "roles/logging.logWriter" ||
            (role === "roles/storage.objectViewer" && condition[0]?.expression.includes("gcf-v2-sources-")))),
    );
  },

  "every role granted is one that this deployment needs": (declared) => {
    const roles = [
      "roles/bigquery.dataEditor",
      "roles/run.invoker",
      "roles/pubsub.publisher",
      "roles/pubsub.subscriber",
      "roles/secretmanager.secretAccessor",
      "roles/artifactregistry.writer",
      "roles/storage.objectViewer",
      "roles/logging.logWriter",
      "roles/monitoring.viewer",
      "roles/iam.serviceAccountTokenCreator",
      "roles/iam.serviceAccountUser",
      ...Object.values(declared.of("google_project_iam_custom_role.pause")).map(({ values }) => values.id),
    ];
    return broken(
      declared.resources.filter(({ type }) => type.includes("_iam_") && type !== "google_project_iam_custom_role"),
      ({ type, values }) => type.endsWith("_iam_member") && roles.includes(values.role),
    );
  },

  "as the account that Pub/Sub pushes as its agent may make tokens, the keeper may act, and nobody else as any": (
    declared,
  ) => {
    const push = Object.values(declared.of("google_service_account.push"))[0]?.values.name;
    const grants = typed(declared, "google_service_account_iam_member").map(
      ({ values: { service_account_id, role, member } }) => [service_account_id, role, member].join(" "),
    );
    const isPushed = subscriptionsOf(declared).some(({ values }) => values.push_config.length > 0);
    const { keeper } = declared.of("google_service_account.function");
    const wanted = [
      ...(isPushed ? [`${push} roles/iam.serviceAccountTokenCreator ${AGENT}`] : []),
      ...(keeper === undefined ? [] : [`${push} roles/iam.serviceAccountUser ${memberOf(keeper)}`]),
    ];
    return [...wanted.filter((one) => !grants.includes(one)), ...grants.filter((one) => !wanted.includes(one))];
  },

  "every source behind the load balancer has a policy that ends in deny": (declared) => {
    const policies = Object.values(declared.of("google_compute_security_policy.main")).map(({ values }) => values);
    const rules = typed(declared, "google_compute_security_policy_rule").map(({ values }) => values);
    return broken(Object.values(declared.of("google_compute_backend_service.source")), ({ values }) => {
      const policy = policies.find(({ id }) => id === values.security_policy);
      const own = rules
        .filter(({ security_policy }) => security_policy === policy?.name)
        .sort((a, b) => a.priority - b.priority);
      const last = own.at(-1);
      return (
        policy !== undefined &&
        last?.priority === 2_147_483_647 &&
        last.action === "deny(403)" &&
        last.match[0].config[0].src_ip_ranges[0] === "*" &&
        last.preview !== true &&
        own.some(({ action }) => action === "throttle")
      );
    });
  },

  "a source behind the load balancer has a route": (declared) => {
    const { main } = declared.of("google_compute_url_map.main");
    const routes = main?.values.path_matcher[0].path_rule ?? [];
    return broken(Object.values(declared.of("google_compute_backend_service.source")), ({ index, values }) =>
      routes.some(
        ({ paths, service }: { paths: string[]; service: string }) =>
          paths[0] === `/webhooks/${index}` && service === values.id,
      ),
    );
  },

  "every secret that a function reads exists, at a version, and is readable by just the functions that do": (
    declared,
  ) => {
    const secrets = declared.of("google_secret_manager_secret.main");
    const versions = declared.of("google_secret_manager_secret_version.main");
    const readers = Object.values(declared.of("google_secret_manager_secret_iam_member.function")).map(
      ({ values }) => `${values.secret_id} ${values.member}`,
    );
    const accounts = declared.of("google_service_account.function");
    const reads = typed(declared, "google_cloudfunctions2_function").flatMap((one) => {
      const variables: { secret: string; version: string }[] =
        one.values.service_config[0].secret_environment_variables;
      return variables.map((variable) => ({
        one,
        variable,
        key: Object.keys(secrets).find((name) => secrets[name]?.values.secret_id === variable.secret) ?? "",
      }));
    });
    const needed = reads.map(({ one, key }) => `${secrets[key]?.values.id} ${memberOf(accounts[one.index ?? ""])}`);
    return [
      ...reads
        .filter(
          ({ key, variable }) => versions[key]?.values.version !== variable.version || variable.version === "latest",
        )
        .map(({ one }) => address(one)),
      ...needed.filter((need) => !readers.includes(need)),
      ...readers.filter((reader) => !needed.includes(reader)),
    ];
  },

  "every alert pages somebody, and says what to type": (declared) => {
    const channels = Object.values(declared.of("google_monitoring_notification_channel.main")).map(
      ({ values }) => values.id,
    );
    return broken(
      typed(declared, "google_monitoring_alert_policy"),
      ({ values: { notification_channels, documentation, severity } }) =>
        channels.length > 0 &&
        channels.every((channel) => notification_channels.includes(channel)) &&
        severity !== null &&
        /Run next:\n\n {4}(?:npm run|gcloud) /.test(documentation[0].content) &&
        /operate\.md#[a-z-]+$/.test(documentation[0].links[0]?.url ?? ""),
    );
  },

  "whoever meets a rate limit pages somebody, whichever policy's it is": (declared) => {
    const filters = Object.values(declared.of("google_monitoring_alert_policy.main")).flatMap(({ values }) =>
      values.conditions[0].condition_matched_log.map(({ filter }: { filter: string }) => filter),
    );
    return broken(typed(declared, "google_compute_security_policy"), ({ values }) =>
      filters.some((filter) => filter.includes(`"${values.name}"`)),
    );
  },

  "the dashboard declares no position of 0, which the API gives back as none": (declared) =>
    broken(typed(declared, "google_monitoring_dashboard"), ({ values }) => !/"[xy]Pos":0/.test(values.dashboard_json)),

  "secrets are stored in the deployment's region": (declared) =>
    broken(
      typed(declared, "google_secret_manager_secret"),
      ({
        values: {
          replication: [{ auto, user_managed }],
        },
      }) =>
        auto.length === 0 &&
        user_managed[0]?.replicas.length === 1 &&
        user_managed[0].replicas[0].location === "europe-west1",
    ),

  "messages are stored in the deployment's region": (declared) =>
    broken(
      typed(declared, "google_pubsub_topic"),
      ({ values }) => values.message_storage_policy[0]?.allowed_persistence_regions.join() === "europe-west1",
    ),

  "sources are deployed after all that listens to what they publish": (declared) =>
    broken(Object.values(declared.of("google_cloudfunctions2_function.source")), ({ depends_on = [] }) =>
      [
        "google_pubsub_subscription.handler",
        "google_pubsub_subscription.dead_letter",
        "google_pubsub_topic_iam_member.event_publisher",
      ].every((needed) => depends_on.includes(needed)),
    ),
};
