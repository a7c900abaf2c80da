/** Named volumes over directories that the image brings filled: Docker copies the content once and never again. */
import type { Origin } from '../core/origin.ts'
import type { Copy, Stage } from './build-model.ts'
import { packageStep } from './installs.ts'
import type { Mount, Service } from './service-model.ts'
import { layersOf } from './toolchain.ts'

export interface FilledVolume {
  readonly mount: Mount
  readonly target: string
  readonly volume: string
  /** What fills the directory in the image; `undefined` where nothing that can be seen does. */
  readonly filledBy: Origin | undefined
}

/** Directories whose content a program makes, whatever the image brings along. */
const data =
  /(?:^|[/_-])(?:data|db|database|uploads?|media|storage|logs?|cache|te?mp|backups?|state|certs?|keys|config|conf|secrets?|files|sessions?|run|home|spool|letsencrypt)$/i

const clean = (path: string): string => path.trim().replace(/(?<=.)\/+$/, '')

/** The named volumes of a service that runs an image of the project. */
export function filledVolumes(service: Service): readonly FilledVolume[] {
  const { finalStage, mounts } = service
  if (!finalStage) return []
  return mounts.flatMap((mount): readonly FilledVolume[] => {
    if (mount.type !== 'volume' || !mount.target.known || !mount.source.known || mount.source.value === undefined)
      return []
    const target = clean(mount.target.value)
    if (data.test(target) || isUnderBind(service, target) || isRefreshed(service, target)) return []
    return [{ mount, target, volume: mount.source.value, filledBy: fillerOf(finalStage, target) }]
  })
}

/** A volume that keeps a bound source directory from hiding what the image installed. */
const isUnderBind = ({ mounts }: Service, target: string): boolean =>
  mounts.some(
    ({ type, target: outer }) => type === 'bind' && outer.known && target.startsWith(`${clean(outer.value)}/`),
  )

/** Whether the start command writes the directory anew. */
function isRefreshed({ command, entrypoint, finalStage, project, build }: Service, target: string): boolean {
  const words = [...(entrypoint?.items ?? []), ...(command?.items ?? [])].map((item) => (item.known ? item.value : ''))
  const own = [finalStage?.entrypoint, finalStage?.cmd]
    .flatMap((instruction) => instruction?.args ?? [])
    .map(({ text }) => text)
  const scripts = [...words, ...own].flatMap((word) => {
    const name = /[^/\s]+\.sh\b/.exec(word)?.[0]
    const path = name && build?.context?.files().find((file) => file === name || file.endsWith(`/${name}`))
    const file = path && project.file(build?.context?.path ? `${build.context.path}/${path}` : path)
    return file ? [file.source.text] : []
  })
  return [...words, ...own, ...scripts].some(
    (text) =>
      /collectstatic|\brsync\b|\bcp\s|npm (?:ci|i\b|install)|yarn install|pnpm i/.test(text) ||
      text.includes(`${target}/`),
  )
}

/** What puts files into the directory: a COPY to it or below it, or an install beside it for `node_modules`. */
function fillerOf(stage: Stage, target: string): Origin | undefined {
  for (const layer of [...layersOf(stage)].reverse()) {
    const copy = layer.copies.find((one) => fills(one, layer, target))
    if (copy) return copy.instruction.origin
    const workdir = layer.workdir.known ? clean(layer.workdir.value) : undefined
    if (workdir !== undefined && target === `${workdir}/node_modules`) {
      const install = layer.commands.find(({ command }) => {
        const step = packageStep(command)
        return step?.manager === 'npm' && step.does === 'install' && step.packages.length === 0
      })
      if (install) return install.origin
    }
  }
  return undefined
}

function fills({ destination, sources, from }: Copy, { workdir, build }: Stage, target: string): boolean {
  if (!destination.known) return false
  const base = workdir.known ? clean(workdir.value) : undefined
  if (!destination.value.startsWith('/') && base === undefined) return false
  const joined = destination.value.startsWith('/') ? destination.value : `${base}/${destination.value}`
  const at = clean(
    `/${joined
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .join('/')}`,
  )
  if (at === target || at.startsWith(`${target}/`)) return true
  if (from.kind !== 'context' || !build.context || !(at === '/' || target.startsWith(`${at}/`))) return false
  // The directory lies below what is copied: only the context tells whether it brings files for it.
  const rest = target.slice(at === '/' ? 1 : at.length + 1)
  const files = build.context.files()
  return sources.some(({ kind, path, wholeContext }) => {
    if (kind !== 'context' || !path.known) return false
    const source = wholeContext ? '' : path.value.replace(/^\.?\/+|\/+$/g, '')
    const directory = source === '' ? rest : `${source}/${rest}`
    return files.some((file) => file.startsWith(`${directory}/`) && !/\.(?:gitkeep|keep)$/.test(file))
  })
}
