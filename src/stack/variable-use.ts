/** Whether anything reads a service's variable: its sources, its commands, its Dockerfile, its base image. */
import type { Origin } from '../core/origin.ts'
import type { Service } from './service-model.ts'

export type VariableUse =
  | { readonly is: 'used' }
  | { readonly is: 'unused'; readonly nearest: { readonly name: string; readonly origin: Origin } | undefined }
  | { readonly is: 'unknown'; readonly because: string }

/** Variables that shells, C libraries and every second program read, whatever the service is written in. */
const everywhere =
  /^(?:PATH|HOME|USER|HOSTNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM|TMPDIR|SHELL|EDITOR|PWD|SSL_CERT_(?:FILE|DIR)|LD_[A-Z_]+|DEBIAN_FRONTEND|(?:NO|HTTPS?|ALL|FTP)_PROXY|(?:no|https?|all|ftp)_proxy|MALLOC_[A-Z_]+|OTEL_[A-Z_]+|AWS_[A-Z_]+|GOOGLE_[A-Z_]+|AZURE_[A-Z_]+|SENTRY_[A-Z_]+|DD_[A-Z_]+|VIRTUAL_(?:HOST|PORT|PATH)|LETSENCRYPT_[A-Z]+)$/

/** Bases whose own entrypoint reads nothing but what its manual names; on others, anything may be read by it. */
const plainBases = new Set(['runtime', 'toolchain', 'os', 'web-server'])

/**
 * Answers for one service whether something reads a variable; `undefined` where the question makes no sense: the service
 * has no sources here, or in no language that is read.
 */
export function variableUses(service: Service): ((name: string) => VariableUse) | undefined {
  const { build, finalStage } = service
  if (!build || !finalStage) return undefined
  const reads = service.project.sourceOf(build)
  if (reads.languages.length === 0) return undefined
  const mentioned = namesMentioned(service)
  const plain = plainBases.has(service.profile?.role ?? '')
  return (name) => {
    if (everywhere.test(name) || mentioned.has(name)) return { is: 'used' }
    const answer = reads.reads(name)
    if (answer.is === 'yes') return { is: 'used' }
    if (answer.is === 'unknown') return { is: 'unknown', because: answer.because }
    if (!plain) return { is: 'unknown', because: 'its base image may read it' }
    return { is: 'unused', nearest: reads.nearest(name) }
  }
}

const reference = /\$\{?([A-Za-z_][A-Za-z0-9_]*)/g

/** Every `$NAME` in what the container or its build runs, or in another variable's value. */
function namesMentioned(service: Service): ReadonlySet<string> {
  const names = new Set<string>()
  const read = (text: string): void => {
    if (text.includes('$')) for (const match of text.matchAll(reference)) names.add(match[1] ?? '')
  }
  const lists = [service.command, service.entrypoint, service.healthcheck?.test]
  for (const list of lists) for (const item of list?.items ?? []) if (item.known) read(item.value)
  for (let stage = service.finalStage; stage; stage = stage.parent) {
    for (const instruction of stage.instructions) for (const { text } of instruction.args) read(text)
    for (const run of stage.runs) read(run.script)
  }
  return names
}
