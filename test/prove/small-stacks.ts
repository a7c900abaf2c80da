/** Parts of small stacks of stand-in images, for tests of proofs. */

/** A compose file of services. */
export const composed = (...services: readonly string[]): { readonly 'compose.yaml': string } => ({
  'compose.yaml': `services:\n${services.join('')}volumes:\n  data:\n`,
})

/** A service that runs a script of bash; `more` are lines of further keys. */
export function shell(name: string, script: string, more: readonly string[] = [], image = 'debian:12-slim'): string {
  // Compose reads a single dollar as a variable of its own.
  const command = JSON.stringify(['bash', '-c', script.replaceAll('$', '$$$$')])
  return service(name, [`image: ${image}`, 'init: true', `command: ${command}`, ...more])
}

export const service = (name: string, keys: readonly string[]): string =>
  `  ${name}:\n${keys.map((key) => `    ${key}\n`).join('')}`

export const forever = 'exec sleep infinity'
export const keepsData = 'volumes: ["data:/data"]'

/** Keys of a service that is healthy once it has made this file: on a busy machine, running for some seconds says too little. */
export const ready = '/tmp/ready'
export const whenReady = `healthcheck: { test: ["CMD", "test", "-e", "${ready}"], interval: 1s, retries: 60 }`

/** Script: takes so much memory for a moment, and exits where it does not get it. */
export const take = (mebibytes: number): string =>
  `set -o pipefail; head -c ${mebibytes}m /dev/zero | tail -c ${mebibytes}m | wc -c || exit 9`
