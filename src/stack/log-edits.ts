/** Repairs of how the output of a service is kept. */
import type { TreeEdit } from '../core/edit.ts'
import type { Repair } from '../core/fix.ts'
import { serviceFix, setKey } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** Where the engine keeps the files of its default driver. */
const engineFiles = /^\/var\/lib\/docker(?:\/containers)?\/?$/

/** Lets the log of a service rotate: by another driver, or by the size of the files where somebody counts on those. */
export function rotateLog(service: Service): Repair {
  const { name, logging, variant } = service
  const deed = { title: `Let the log of ${name} rotate`, safety: 'safe' as const }
  const unsaid = logging.options.size === 0 && logging.driver.known && logging.driver.value === undefined
  const collected = variant.services.some(({ mounts }) =>
    mounts.some(({ source }) => source.known && engineFiles.test(source.value ?? '')),
  )
  // Options of json-file, such as labels, are not those of another driver, and a collector reads its files.
  if (unsaid && !collected) return setKey(service, deed, ['logging', 'driver'], 'local', logging.origin)
  const options: Readonly<Record<string, string>> = {
    'max-size': '10m',
    ...(logging.options.has('max-file') ? {} : { 'max-file': '3' }),
  }
  return serviceFix(
    service,
    deed,
    (at): readonly TreeEdit[] => [
      ...(unsaid ? [{ do: 'set' as const, path: at('logging', 'driver'), value: 'json-file' }] : []),
      ...Object.entries(options).map(
        ([key, value]): TreeEdit => ({ do: 'set', path: at('logging', 'options', key), value }),
      ),
    ],
    logging.origin,
  )
}
