/** Repairs that put a store's data on a volume. */
import { isFix, type Repair } from '../core/fix.ts'
import { nodeAt, textOf } from '../core/node.ts'
import { spansOf } from '../core/origin.ts'
import { nameOf } from '../core/tree.ts'
import { mountBeside } from './data-directories.ts'
import { serviceFix } from './service-edits.ts'
import type { Service } from './service-model.ts'
import { rewrite, rewriting } from './written-edits.ts'

/** Mounts a volume where a store keeps its data: the one that misses the place is moved there, else a new one is made. */
export function keepData(service: Service, path: string): Repair {
  const target = mountPoint(service, path)
  const beside = mountBeside(service, path)
  const effect = `${service.name} starts with an empty directory: what it holds now has to be dumped before and restored after`
  if (!beside?.target.known) return addVolume(service, target, effect)
  const { value } = beside.target
  return rewriting(
    { title: `Mount the volume of ${service.name} at ${target}`, safety: 'guarded', effect },
    rewrite(service.project, beside.origin, (written) => {
      const named = /target:\s*["']?/.exec(written)
      const at = named ? written.indexOf(value, named.index) : written.lastIndexOf(`:${value}`) + 1
      return at > 0 ? written.slice(0, at) + target + written.slice(at + value.length) : undefined
    }),
  )
}

/** A compose file that takes a service over from the file that defines it. */
function takesOver({ name, definitions, node, project }: Service): string | undefined {
  const files = new Set([...definitions, ...spansOf(node.origin)].map(({ file }) => nameOf(file)))
  return project.composeFiles.find(({ root }) => {
    const services = nodeAt(root, 'services')
    return (
      services?.kind === 'map' &&
      services.entries.some(({ value }) => {
        const from = nodeAt(value, 'extends')
        const file = textOf(nodeAt(from, 'file'))
        return file !== undefined && files.has(nameOf(file)) && textOf(nodeAt(from, 'service')) === name
      })
    )
  })?.file
}

/** The volume that the image declares around its data, which one that is mounted further up would not replace; else the data itself. */
function mountPoint({ profile, finalStage }: Service, path: string): string {
  const declared = [...(profile?.volumes ?? []), ...(finalStage?.volumes ?? []).map(({ value }) => value)]
  return declared.find((volume) => path === volume || path.startsWith(`${volume}/`)) ?? path
}

function addVolume(service: Service, target: string, effect: string): Repair {
  const names = service.variant.volumes.map(({ name }) => name)
  const joint = names.some((name) => name.includes('_')) && !names.some((name) => name.includes('-')) ? '_' : '-'
  const name = `${service.name}${joint}data`
  if (names.includes(name)) return { refused: `there is a volume ${name} already`, supply: 'the name of a volume' }
  const heir = takesOver(service)
  if (heir !== undefined)
    return {
      refused: `${heir} takes ${service.name} over by extends, without the volumes that its file declares`,
      supply: `the volume ${name} in ${heir} too`,
    }
  const title = `Keep the data of ${service.name} on the volume ${name}`
  const fix = serviceFix(service, { title, safety: 'guarded', effect }, (at) => [
    { do: 'append', path: at('volumes'), values: [`${name}:${target}`] },
  ])
  const file = isFix(fix) ? fix.edits[0]?.file : undefined
  return isFix(fix) && file !== undefined
    ? { ...fix, edits: [...fix.edits, { file, tree: [{ do: 'set', path: ['volumes', name], value: {} }] }] }
    : fix
}
