/** Downloads and indexes that a package manager leaves in the layers of an image. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { type CacheInLayer, cachesInLayers, cacheWords, type PackageCache } from '../../../stack/package-caches.ts'
import { cacheEmptied } from '../../../stack/package-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** Content with apt's own `clean`. */
const aptDownloads = ['kics:df746b39-6564-4fed-bf85-e9c44382303c', 'semgrep:remove-package-cache']

/** Who looks for the same; these look into every stage … */
const everyStage: Readonly<Partial<Record<PackageCache, readonly string[]>>> = {
  apt: [...aptDownloads, 'semgrep:remove-package-lists'],
  pip: ['kics:f2f903fb-b977-461e-98d7-b3e2185c6118', 'semgrep:missing-pip-no-cache-dir', 'nord:dfs031'],
}
/** … and these into what ships. */
const shipped: Readonly<Record<PackageCache, readonly string[]>> = {
  apt: ['hadolint:DL3009', 'dockle:DKL-DI-0005', 'dockerfilelint:apt-get_missing_rm'],
  apk: [
    ...['hadolint:DL3019', 'trivy:DS-0025', 'kics:ae9c56a6-3ed1-4ac0-9b54-31267f51151d', 'nord:dfs030'],
    ...['semgrep:missing-apk-no-cache', 'dockle:DKL-DI-0004', 'dockerfilelint:apkadd-missing_nocache_or_updaterm'],
  ],
  yum: [
    ...['hadolint:DL3032', 'trivy:DS-0015', 'kics:00481784-25aa-4a55-8633-3136dfcf4f37'],
    ...['semgrep:missing-yum-clean-all', 'nord:dfs024'],
  ],
  dnf: [
    ...['hadolint:DL3040', 'trivy:DS-0019', 'kics:295acb63-9246-4b21-b441-7c1f1fb62dc0'],
    ...['semgrep:missing-dnf-clean-all', 'nord:dfs019'],
  ],
  microdnf: ['hadolint:DL3040', 'trivy:DS-0027'],
  zypper: [
    ...['hadolint:DL3036', 'trivy:DS-0020', 'kics:38300d1a-feb2-4a48-936a-d1ef1cd24313'],
    ...['semgrep:missing-zypper-clean', 'nord:dfs025'],
  ],
  pip: ['hadolint:DL3042'],
  yarn: ['hadolint:DL3060'],
}

export default defineRule({
  id: 'package-cache-kept',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'The downloads of a package manager stay in the image',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Every registry keeps and every host pulls tens to hundreds of megabytes that nothing reads, with each new version of the image again.',
  remedy:
    'Delete them in the RUN that fetched them (a later one cannot), or keep them out of the layer with `--mount=type=cache`.',
  strength: 'Layers hold packages without the downloads they came in',
  effort: 3,
  references: [
    'https://docs.docker.com/build/building/best-practices/#apt-get',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  peers: [...new Set([...Object.values(everyStage), ...Object.values(shipped)].flat())],
  check: (stage): readonly Judgement[] => cachesInLayers(stage).map(judge),
  fix: cacheEmptied,
})

function judge({ command, call, cache, kept, result, cleaned }: CacheInLayer): Judgement {
  const { subject } = command
  if (!kept) return pass(command, { subject })
  const { what, remedy } = cacheWords[cache]
  const all = [...(everyStage[cache] ?? []), ...(result === 'ships' ? shipped[cache] : [])]
  // The others look for `apk add` alone, and call none of the rest's index fetches a cache.
  const seen = cache === 'apt' || call.does === 'install' || (cache !== 'apk' && call.does !== 'index')
  const peers = seen ? all.filter((peer) => !(cleaned && aptDownloads.includes(peer))) : []
  return fail(command, {
    subject,
    peers,
    remedy,
    message: `${what} stay in the layer that ${call.program} ${call.verb} makes`,
  })
}
