/** What a compose file may say about a service and a job. */
import {
  booleanOrText,
  command,
  containerFields,
  deviceRequests,
  extraHosts,
  integerOrText,
  labels,
  mountedFiles,
  numberOrText,
  stringOrStrings,
  strings,
  ulimits,
} from './container-schema.ts'
import {
  choice,
  distinct,
  either,
  exactly,
  flag,
  list,
  map,
  mapOf,
  nothing,
  number,
  type Shape,
  text,
} from './shape.ts'

const build: Shape = map({
  context: text,
  dockerfile: text,
  dockerfile_inline: text,
  entitlements: list(text),
  args: labels,
  ssh: labels,
  labels,
  cache_from: list(text),
  cache_to: list(text),
  no_cache: booleanOrText,
  no_cache_filter: stringOrStrings,
  additional_contexts: labels,
  network: text,
  provenance: booleanOrText,
  sbom: booleanOrText,
  pull: booleanOrText,
  target: text,
  shm_size: integerOrText,
  extra_hosts: extraHosts,
  isolation: text,
  privileged: booleanOrText,
  secrets: mountedFiles,
  tags: list(text),
  ulimits,
  platforms: list(text),
})

const dependency: Shape = map(
  {
    restart: booleanOrText,
    required: flag,
    condition: choice('service_started', 'service_healthy', 'service_completed_successfully'),
  },
  'condition',
)

const healthcheck: Shape = map({
  disable: booleanOrText,
  interval: text,
  retries: numberOrText,
  test: either(text, list(text)),
  timeout: text,
  start_period: text,
  start_interval: text,
})

const port: Shape = map({
  name: text,
  mode: text,
  host_ip: text,
  target: integerOrText,
  published: integerOrText,
  protocol: text,
  app_protocol: text,
})

const workloadFields: Readonly<Record<string, Shape>> = {
  ...containerFields,
  build: either(text, build),
  depends_on: either(strings, mapOf(dependency, /^[a-zA-Z0-9._-]+$/, true)),
  healthcheck,
  ports: distinct(either(number, text, port)),
  expose: distinct(numberOrText),
  stdin_open: booleanOrText,
  tty: booleanOrText,
}

const hook: Shape = map(
  { command, user: text, privileged: booleanOrText, working_dir: text, environment: labels },
  'command',
)

const preStart: Shape = map({ ...containerFields, per_replica: booleanOrText })

const watch: Shape = map(
  {
    ignore: stringOrStrings,
    include: stringOrStrings,
    path: text,
    action: choice('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
    target: text,
    exec: hook,
    initial_sync: flag,
  },
  'path',
  'action',
)

const rollout: Shape = map({
  parallelism: integerOrText,
  delay: text,
  failure_action: text,
  monitor: text,
  max_failure_ratio: numberOrText,
  order: choice('start-first', 'stop-first'),
})

const genericResources: Shape = list(map({ discrete_resource_spec: map({ kind: text, value: numberOrText }) }))

const deploy: Shape = map({
  mode: text,
  endpoint_mode: text,
  replicas: integerOrText,
  labels,
  rollback_config: rollout,
  update_config: rollout,
  resources: map({
    limits: map({ cpus: numberOrText, memory: text, pids: integerOrText }),
    reservations: map({
      cpus: numberOrText,
      memory: text,
      generic_resources: genericResources,
      devices: deviceRequests,
    }),
  }),
  restart_policy: map({ condition: text, delay: text, max_attempts: integerOrText, window: text }),
  placement: map({
    constraints: list(text),
    preferences: list(map({ spread: text })),
    max_replicas_per_node: integerOrText,
  }),
})

const option: Shape = either(text, number, flag)

export const service: Shape = map({
  ...workloadFields,
  deploy: either(deploy, nothing),
  develop: either(map({ watch: list(watch) }), nothing),
  profiles: strings,
  restart: text,
  scale: integerOrText,
  attach: booleanOrText,
  container_name: { kinds: ['text'], pattern: /[a-zA-Z0-9][a-zA-Z0-9_.-]+/ },
  provider: map({ type: text, options: mapOf(either(option, list(option))) }, 'type'),
  extends: either(text, exactly({ service: text, file: text }, 'service')),
  links: strings,
  external_links: strings,
  pre_start: list(preStart),
  post_start: list(hook),
  pre_stop: list(hook),
})

const schedule: Shape = map(
  { cron: text, timezone: text, concurrency: choice('forbid', 'queue'), missed_fires: choice('one', 'skip') },
  'cron',
)

export const job: Shape = map(
  {
    ...workloadFields,
    profiles: strings,
    triggers: map({ manual: booleanOrText, schedule: list(either(text, schedule)) }),
  },
  'triggers',
)
