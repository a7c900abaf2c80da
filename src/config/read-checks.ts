/** Reads what a team asks of its stack in a proof. */
import type { CheckedPort, HttpCheck, ScriptCheck, StackCheck } from '../core/stack-check.ts'
import { isRecord, list, number, text, texts } from './checked.ts'
import { type Check, type CheckedRecord, refuse } from './validate.ts'

/** Seconds that a check has where nobody says so. */
const usualTime = 30

/** The checks that are right; two of one name, and a port that is none, become problems. */
export function checksOf(records: readonly CheckedRecord[], check: Check): readonly StackCheck[] {
  const seen = new Set<string>()
  return records.flatMap((record) => {
    const name = text(record, 'name') ?? ''
    const asks = asksOf(record, check)
    if (seen.has(name)) refuse(check, record.origin, `there are two checks called ${JSON.stringify(name)}`)
    if (seen.has(name) || asks === undefined) return []
    seen.add(name)
    const project = text(record, 'project')
    const within = number(record, 'within') ?? usualTime
    return [{ name, project, variants: texts(record, 'variants'), within, asks }]
  })
}

function asksOf(record: CheckedRecord, check: Check): StackCheck['asks'] | undefined {
  const [kind] = (['http', 'tcp', 'command', 'script'] as const).filter((key) => record.fields.has(key))
  const asked = kind && record.fields.get(kind)
  if (!isRecord(asked)) return undefined
  const exitCode = number(asked, 'exit-code') ?? 0
  switch (kind) {
    case 'http':
      return httpOf(asked)
    case 'tcp':
      return { kind, at: portOf(asked) }
    case 'command':
      return { kind, service: text(asked, 'service') ?? '', run: texts(asked, 'run'), exitCode }
    case 'script': {
      const ports = portsOf(asked, check)
      return ports && { kind, run: texts(asked, 'run'), exitCode, ports }
    }
    default:
      return undefined
  }
}

function portOf(record: CheckedRecord): CheckedPort {
  const published = number(record, 'published')
  return published === undefined
    ? { service: text(record, 'service') ?? '', port: number(record, 'port') ?? 0 }
    : { published }
}

function httpOf(record: CheckedRecord): HttpCheck {
  const headers = record.fields.get('headers')
  const given = isRecord(headers) ? [...headers.fields] : []
  const path = text(record, 'path') ?? '/'
  return {
    kind: 'http',
    at: portOf(record),
    scheme: text(record, 'scheme') === 'https' ? 'https' : 'http',
    path: path.startsWith('/') ? path : `/${path}`,
    method: text(record, 'method') ?? 'GET',
    headers: new Map(given.map(([name, value]) => [name, String(value)])),
    body: text(record, 'body'),
    statuses: list(record, 'status').filter((item) => typeof item === 'number'),
    contains: texts(record, 'contains'),
  }
}

/** `db:5432` and so on. */
function portsOf(record: CheckedRecord, check: Check): ScriptCheck['ports'] | undefined {
  const written = texts(record, 'ports')
  const ports = written.flatMap((one) => {
    const [, service, port] = /^([\w.-]+):(\d{1,5})$/.exec(one) ?? []
    return service === undefined || Number(port) < 1 || Number(port) > 65_535 ? [] : [{ service, port: Number(port) }]
  })
  if (ports.length === written.length) return ports
  refuse(check, record.origin, 'prove.checks.script.ports takes a service and its port, such as db:5432')
  return undefined
}
