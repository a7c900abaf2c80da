/** URLs and host names inside configuration values: whom a service talks to. */

export interface HostMention {
  readonly host: string
  readonly port: number | undefined
  readonly scheme: string | undefined
  /** Offsets of the host inside the value. */
  readonly start: number
  readonly end: number
  /** Whether nothing but a name said that this is a host (a bare `DB_HOST: postgres`). */
  readonly bare: boolean
}

const url =
  /\b([a-z][a-z0-9+.-]{1,20}):\/\/(?:[^\s/'"`]{1,300}@)?(\[[0-9a-f:]{2,45}\]|[a-z0-9_](?:[a-z0-9_.-]{0,250}[a-z0-9_])?)(?::(\d{1,5}))?/gi
/** `Host=postgres;Port=5432`, `Server=db,1433`, `Data Source=…` of ADO.NET and JDBC-like key/value strings. */
const keyed =
  /\b(host|server|data source|addr|address|network address)\s*=\s*(?:tcp:)?([a-z0-9_](?:[a-z0-9_.-]{0,250}[a-z0-9_])?)(?:[,:](\d{1,5}))?/gi
const keyedPort = /\bport\s*=\s*(\d{1,5})/i
/** `db:5432` or a comma-separated list of them (kafka brokers, memcached servers). */
const hostPort = /^([a-z0-9_](?:[a-z0-9_.-]{0,250}[a-z0-9_])?):(\d{2,5})$/i
const bareHost = /^[a-z0-9_](?:[a-z0-9_.-]{0,250}[a-z0-9_])?$/i
const hostName = /(?:^|[_.:-])(?:HOST|HOSTNAME|HOSTS|SERVER|ADDR|ADDRESS|ENDPOINT|BROKER|BROKERS)$/i

/** Longest value that is searched; longer ones are no configuration of hosts. */
const longest = 4096

/**
 * Hosts that a value names. `name` is the variable or key that holds it: a bare word counts only under a name that says
 * host. Linear in the value but for bounded repetitions.
 */
export function hostsIn(name: string, value: string): readonly HostMention[] {
  if (value.length > longest) return []
  const found: HostMention[] = []
  for (const match of value.matchAll(url)) {
    const host = match[2] ?? ''
    const start = match.index + match[0].length - (match[3] === undefined ? 0 : match[3].length + 1) - host.length
    found.push({
      host,
      port: numberOf(match[3]),
      scheme: match[1]?.toLowerCase(),
      start,
      end: start + host.length,
      bare: false,
    })
  }
  if (found.length > 0) return found
  for (const match of value.matchAll(keyed)) {
    const host = match[2] ?? ''
    const start = match.index + match[0].indexOf(host, match[1]?.length ?? 0)
    const port = numberOf(match[3]) ?? numberOf(keyedPort.exec(value)?.[1])
    found.push({ host, port, scheme: undefined, start, end: start + host.length, bare: false })
  }
  if (found.length > 0) return found
  let at = 0
  for (const part of value.split(',')) {
    const text = part.trim()
    const start = at + part.indexOf(text)
    at += part.length + 1
    const pair = hostPort.exec(text)
    const host = pair?.[1] ?? text
    if (pair ? !/^\d+$/.test(host) : hostName.test(name) && bareHost.test(text)) {
      found.push({
        host,
        port: numberOf(pair?.[2]),
        scheme: undefined,
        start,
        end: start + host.length,
        bare: pair === null,
      })
    }
  }
  return found
}

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i

/** Whether the host is the container itself. */
export const isLoopback = (host: string): boolean => loopback.test(host)
