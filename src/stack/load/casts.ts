/** The types that text has in fields that are not text: `privileged: "true"`, `pids_limit: ${LIMIT}`. */
import type { ScalarValue } from '../../core/node.ts'
import { containers, pathTable, under, workloads } from './path-table.ts'

/** The typed value; `undefined` where the text is not one. */
export interface Cast {
  readonly to: string
  readonly read: (text: string) => ScalarValue | undefined
}

const integer: Cast = {
  to: 'an integer',
  read: (text) => {
    if (!/^[-+]?\d+$/.test(text)) return undefined
    const value = Number(text)
    return Number.isSafeInteger(value) ? value + 0 : BigInt(text.replace('+', ''))
  },
}

const number: Cast = {
  to: 'a number',
  read: (text) => (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined),
}

/** Single precision, printed with as few digits as tell it apart. */
const shortNumber: Cast = {
  to: 'a number',
  read: (text) => {
    const value = number.read(text)
    if (typeof value !== 'number' || !Number.isFinite(Math.fround(value))) return undefined
    for (let digits = 1; digits < 9; digits++) {
      const short = Number(value.toPrecision(digits))
      if (Math.fround(short) === Math.fround(value)) return short
    }
    return Number(value.toPrecision(9))
  },
}

/** An octal mask where it starts with `0`, as YAML integers are written. */
const mask: Cast = {
  to: 'a mask',
  read: (text) => {
    const octal = /^0o?([0-7]+)$/i.exec(text)?.[1]
    const value =
      octal !== undefined
        ? Number.parseInt(octal, 8)
        : /^(0x[\da-f]+|0b[01]+|[1-9]\d*|0)$/i.test(text)
          ? Number(text)
          : Number.NaN
    return value <= 0xffffffff ? value : undefined
  },
}

const truths: Readonly<Record<string, boolean>> = {
  ...{ true: true, y: true, yes: true, on: true },
  ...{ false: false, n: false, no: false, off: false },
}

const boolean: Cast = { to: 'true or false', read: (text) => truths[text.toLowerCase()] }

const perContainer: Readonly<Record<string, Cast>> = {
  'cpu_count|cpu_period|cpu_quota|cpu_rt_period|cpu_rt_runtime|cpu_shares|oom_score_adj|pids_limit': integer,
  cpu_percent: number,
  cpus: shortNumber,
  'init|oom_kill_disable|privileged|read_only': boolean,
  'networks.*.use_service_name_alias|volumes.*.read_only|volumes.*.volume.nocopy': boolean,
  umask: mask,
  'ulimits.*|ulimits.*.hard|ulimits.*.soft': integer,
}

const perWorkload: Readonly<Record<string, Cast>> = {
  'depends_on.*.required|depends_on.*.restart|healthcheck.disable|stdin_open|tty': boolean,
  'healthcheck.retries|ports.*.target': integer,
}

const perService: Readonly<Record<string, Cast>> = {
  'scale|deploy.replicas|deploy.update_config.parallelism|deploy.rollback_config.parallelism': integer,
  'deploy.restart_policy.max_attempts|deploy.placement.max_replicas_per_node': integer,
  'deploy.update_config.max_failure_ratio|deploy.rollback_config.max_failure_ratio': number,
}

/** Which cast a field's text goes through, by path. */
export const casts = pathTable<Cast>({
  'networks.*.external|networks.*.internal|networks.*.attachable|networks.*.enable_ipv4|networks.*.enable_ipv6':
    boolean,
  'volumes.*.external|secrets.*.external|configs.*.external': boolean,
  ...under(containers, perContainer),
  ...under(workloads, perWorkload),
  ...under(['services.*'], perService),
})
