/** Where reverse proxies listen and send requests: nginx configurations that a service mounts or its image copies. */

import { parseNginx } from '../formats/nginx/parse.ts'
import { type Listen, listens } from '../formats/nginx/server.ts'
import { proxyPasses } from '../formats/nginx/upstream.ts'
import type { Utterance } from './dialogue.ts'
import type { Variant } from './model.ts'
import type { Service } from './service-model.ts'
import type { Sources } from './sources.ts'

/** One utterance per server that a proxy directive or an upstream names. */
export function proxyUtterances(variant: Variant, sources: Sources): readonly Utterance[] {
  return variant.services.flatMap((service) =>
    nginxFilesOf(service, sources).flatMap((file) => {
      const source = sources.text(file)
      if (!source) return []
      return proxyPasses(parseNginx(source)).flatMap((pass) => {
        const servers = pass.upstream?.servers ?? [pass]
        return servers.flatMap(({ host, port, origin }): readonly Utterance[] => {
          if (!host.known) return []
          const value = `${pass.scheme ?? 'http'}://${host.value}${port.known ? `:${port.value}` : ''}`
          return [{ service, via: pass.directive, value, origin }]
        })
      })
    }),
  )
}

/** The addresses that the nginx of a service is configured to listen on; empty where no file of the project says so. */
export const nginxListens = (service: Service, sources: Sources): readonly Listen[] =>
  nginxFilesOf(service, sources).flatMap((file) => {
    const source = sources.text(file)
    return source ? listens(parseNginx(source)) : []
  })

const isNginxName = (path: string): boolean => /(?:^|\/)(?:nginx[^/]*|[^/]+)\.conf(?:\.template)?$/.test(path)

/** Configuration files that get into the container: mounted from the tree, or copied from the build context. */
function nginxFilesOf(service: Service, { tree }: Sources): readonly string[] {
  const repository = service.profile?.repository ?? ''
  if (!repository.includes('nginx')) return []
  const mounted = service.mounts.flatMap((mount) => {
    if (!mount.inTree || !mount.source.known || mount.source.value === undefined) return []
    const path = mount.source.value
    if (tree.entry(path)?.kind === 'directory')
      return tree.list(path).map((name) => (path === '' ? name : `${path}/${name}`))
    return [path]
  })
  const context = service.build?.context
  const copied = (service.finalStage?.copies ?? []).flatMap((copy) => {
    if (copy.from.kind !== 'context' || !context) return []
    return copy.sources.flatMap(({ path }) => {
      if (!path.known) return []
      const relative = path.value.replace(/^\.?\/+/, '')
      const full = context.path === '' ? relative : `${context.path}/${relative}`
      return tree.entry(full)?.kind === 'directory' ? tree.list(full).map((name) => `${full}/${name}`) : [full]
    })
  })
  return [...new Set([...mounted, ...copied])].filter((path) => isNginxName(path) && tree.entry(path)?.kind === 'file')
}
