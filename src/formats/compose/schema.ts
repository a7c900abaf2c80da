/** What a compose file may say: its top level and the resources that services share. */

import { booleanOrText, labels, numberOrText, strings } from './container-schema.ts'
import { job, service } from './service-schema.ts'
import { either, exactly, integer, list, map, mapOf, nothing, type Shape, text } from './shape.ts'

const name = /^[a-zA-Z0-9._-]+$/

const driverOptions = mapOf(numberOrText)
const external: Shape = either(booleanOrText, map({ name: text }))
const externalFile: Shape = either(booleanOrText, { kinds: ['map'], fields: { name: text } })

const addressPool = map({
  subnet: text,
  ip_range: text,
  gateway: text,
  aux_addresses: mapOf(text, /./, true),
})

const network = map({
  name: text,
  driver: text,
  driver_opts: driverOptions,
  ipam: map({ driver: text, config: list(addressPool), options: mapOf(text, /./, true) }),
  external,
  internal: booleanOrText,
  enable_ipv4: booleanOrText,
  enable_ipv6: booleanOrText,
  attachable: booleanOrText,
  labels,
})

const volume = map({ name: text, driver: text, driver_opts: driverOptions, external, labels })

const secret = map({
  name: text,
  environment: text,
  file: text,
  external: externalFile,
  labels,
  driver: text,
  driver_opts: driverOptions,
  template_driver: text,
})

const config = map({
  name: text,
  content: text,
  environment: text,
  file: text,
  external: externalFile,
  labels,
  template_driver: text,
})

const model = map({ name: text, model: text, context_size: integer, runtime_flags: list(text) }, 'model')

const include = list(
  either(text, exactly({ path: either(text, strings), env_file: either(text, strings), project_directory: text })),
)

const resources = (shape: Shape): Shape => mapOf(shape, name, true)

/** A whole compose file. */
export const composeFile: Shape = map({
  version: text,
  name: text,
  include,
  services: resources(service),
  jobs: resources(job),
  models: resources(model),
  networks: resources(either(network, nothing)),
  volumes: resources(either(volume, nothing)),
  secrets: resources(secret),
  configs: resources(config),
})
