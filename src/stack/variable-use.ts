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

/** `undefined` where the question makes no sense: the service has no sources here, or in no language that is read. */
export function variableUse(service: Service, name: string): VariableUse | undefined {
  const { build, finalStage } = service
  if (!build || !finalStage) return undefined
  const reads = service.project.sourceOf(build)
  if (reads.languages.length === 0) return undefined
  if (everywhere.test(name) || mentioned(service, name)) return { is: 'used' }
  const answer = reads.reads(name)
  if (answer.is === 'yes') return { is: 'used' }
  if (answer.is === 'unknown') return { is: 'unknown', because: answer.because }
  if (!plainBases.has(service.profile?.role ?? '')) return { is: 'unknown', because: 'its base image may read it' }
  return { is: 'unused', nearest: reads.nearest(name) }
}

/** `$NAME` in anything that the container or its build runs, or in another variable's value. */
function mentioned(service: Service, name: string): boolean {
  const texts: string[] = []
  const items = [
    ...(service.command?.items ?? []),
    ...(service.entrypoint?.items ?? []),
    ...(service.healthcheck?.test.items ?? []),
  ]
  for (const item of items) if (item.known) texts.push(item.value)
  for (let stage = service.finalStage; stage; stage = stage.parent) {
    for (const instruction of stage.instructions) for (const { text } of instruction.args) texts.push(text)
    for (const run of stage.runs) texts.push(run.script)
  }
  const form = new RegExp(`\\$\\{?${name.replace(/[^A-Za-z0-9_]/g, '\\$&')}(?![A-Za-z0-9_])`)
  return texts.some((text) => form.test(text))
}
