/** What bounds a running container, and what keeps it going and its traces: limits, restarts, logs, health checks. */
import { byteSize } from '../../core/byte-size.ts'
import { answer, holds, no, not, yes } from '../../core/known.ts'
import { nodeAt } from '../../core/node.ts'
import { textField } from '../fields.ts'
import type { Service } from '../service-model.ts'
import { keyOf, type Look, onlyWith, weakness, when } from './weakness.ts'

const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MiB`

const rows = [
  {
    name: 'memory',
    field: 'memory',
    control: '5.11',
    severity: 'medium',
    of: 'memory',
    size: byteSize,
    text: mebibytes,
  },
  { name: 'cpus', field: 'cpus', control: '5.12', severity: 'low', of: 'CPU', size: Number, text: String },
  { name: 'processes', field: 'pids', control: '5.29', severity: 'low', of: 'processes', size: Number, text: String },
] as const

/** Half a percent is what rounding makes of it. */
const isMore = (seen: number, written: number): boolean => seen > written * 1.005

const limits: Look = (seen) =>
  rows.flatMap(({ name, field, control, severity, of, size, text }) => {
    const limit = seen.limits[name]
    if (limit === 0) {
      return weakness({
        ...{ control, severity, live: true, what: `has no limit for ${of}` },
        meaning: (service) => ({
          meant: holds(service.limits[field], (written) => written === undefined),
          origin: service.limits[field].origin,
          instead: 'the files limit it',
        }),
      })
    }
    return weakness({
      ...{ control: undefined, severity, live: true, what: `may have ${text(limit)} of ${of}` },
      meaning: (service) => ({
        meant: not(holds(service.limits[field], (written) => isMore(limit, size(written ?? '') || Infinity))),
        origin: service.limits[field].origin,
        instead: 'the files give it less',
      }),
    })
  })

const policyOf = (written: string | undefined): string => (written ?? 'no').split(':')[0] || 'no'

/** Swarm's and Compose's own section for it, which the engine's policy does not follow word by word. */
const hasDeployPolicy = ({ node, platform }: Service): boolean =>
  platform !== 'compose' || nodeAt(node, 'deploy', 'restart_policy') !== undefined

const restarts: Look = (seen) => {
  const { policy, most } = seen.restart
  const endless =
    policy === 'always' || policy === 'unless-stopped' || (policy === 'on-failure' && (most === 0 || most > 5))
  const meaning = (instead: string) => (service: Service) => ({
    meant: hasDeployPolicy(service) ? yes : holds(service.restart, (written) => policyOf(written) === policy),
    origin: service.restart.origin,
    instead,
  })
  return [
    ...when(policy === 'no' && !seen.oneOff, {
      ...{ control: undefined, severity: 'low', live: true, what: 'is not started again after a crash' },
      meaning: meaning('the files have it restarted'),
    }),
    ...when(endless, {
      ...{ control: '5.15', severity: 'low', live: true, what: 'is started again without end, however often it fails' },
      meaning: meaning('the files say otherwise'),
    }),
  ]
}

const logs: Look = (seen) => [
  ...when(seen.log.driver === 'none', {
    ...{ control: undefined, severity: 'medium', what: 'keeps no log' },
    meaning: ({ logging }) => ({
      meant: holds(logging.driver, (driver) => driver === 'none'),
      origin: logging.origin,
      instead: 'the files do not turn it off',
    }),
  }),
  ...when(seen.log.driver === 'json-file' && !seen.log.bounded, {
    ...{ control: undefined, severity: 'low', what: 'has a log that grows without end' },
    meaning: ({ logging }) => ({
      meant: answer(!logging.options.has('max-size')),
      origin: logging.origin,
      instead: 'the files bound it',
    }),
  }),
]

const health: Look = (seen) =>
  when(!seen.healthcheck, {
    ...{ control: '5.27', severity: 'low', what: 'has no health check' },
    meaning: ({ healthcheck, healthcheckOrigin }) => ({
      // That an image has one is only known of its releases.
      meant: answer(healthcheck === undefined || healthcheck.kind === 'none' || healthcheck.source === 'image'),
      origin: healthcheck?.origin ?? healthcheckOrigin,
      instead: 'the files have one',
    }),
  })

const resources: Look = (seen) => [
  ...when(!seen.outOfMemoryKiller, {
    ...{
      control: undefined,
      severity: 'medium',
      what: 'is never killed when memory runs out: others are, or the host hangs',
    },
    meaning: (service) => ({
      meant: holds(textField(service.node, service.origin, 'oom_kill_disable'), (text) => text === 'true'),
      origin: keyOf(service, 'oom_kill_disable'),
      instead: 'the files do not ask for that',
    }),
  }),
  ...when(seen.cgroupParent !== '' && seen.startedBy !== 'ecs', {
    ...{ control: '5.25', severity: 'low', what: `is in the control group ${seen.cgroupParent}` },
    meaning: (service) => ({
      meant: holds(textField(service.node, service.origin, 'cgroup_parent'), (text) => text === seen.cgroupParent),
      origin: keyOf(service, 'cgroup_parent'),
      instead: 'the files name none, or another',
    }),
  }),
  ...when(seen.ulimits.length === 0, {
    ...{ control: undefined, severity: 'low', what: 'has the engine’s ulimits' },
    meaning: (service) => ({
      meant: onlyWith(service, 'ulimits').is === 'no' ? yes : no,
      origin: keyOf(service, 'ulimits'),
      instead: 'the files set their own',
    }),
  }),
]

export const limitLooks: readonly Look[] = [limits, restarts, logs, health, resources]
