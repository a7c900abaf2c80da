/** An exact version of a package that its repository will delete. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { pinLoosened } from '../../../stack/package-edits.ts'
import { packageSources } from '../../../stack/package-sources.ts'
import { systemInstall } from '../../../stack/package-versions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'package-pin-will-vanish',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'A package is pinned to a version that its repository will delete',
  threat: { from: 'nobody', gains: 'stop', needs: ['a newer build of that package, which every security fix brings'] },
  since: '0.1.0',
  why: 'Debian, Ubuntu and Alpine take a version away when its successor comes out. From that hour on the build fails, mostly on the day somebody needs to ship a fix.',
  remedy:
    'Leave the revision open (`curl=7.88.*`, `curl~8.11`), or install from a snapshot (snapshot.debian.org, snapshot.ubuntu.com), which keeps every version.',
  strength: 'Versions of packages are named so that a rebuild still finds them',
  effort: 5,
  references: [
    'https://snapshot.debian.org/',
    'https://snapshot.ubuntu.com/',
    'https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper#Advanced_APK_Usage',
  ],
  peers: [],
  check: (stage): readonly Judgement[] => judgeStage(stage),
  fix: pinLoosened,
})

const distribution = { apt: 'Debian and Ubuntu keep', apk: 'Alpine keeps' } as const

function judgeStage(stage: Stage): readonly Judgement[] {
  const sources = packageSources(stage)
  return stage.commands.flatMap((command): readonly Judgement[] => {
    const install = systemInstall(command)
    const manager = install?.call.manager
    if (install === undefined || (manager !== 'apt' && manager !== 'apk')) return []
    const { subject } = command
    return install.packages.flatMap(({ word, name, version, exact }): readonly Judgement[] => {
      if (version === undefined || version === '') return []
      if (!exact || sources === 'kept') return [pass(word, { subject })]
      if (version.includes('$')) return [unknown(word, `no file says which version of ${name} it is`, subject)]
      if (sources === 'own' && !ownRevision.test(version))
        return [
          unknown(word, `${name} may come from a repository that the build adds, which may keep old versions`, subject),
        ]
      const message = `${name} is pinned to ${version}, and ${distribution[manager]} only the newest build of it: this stops building when the next one comes out`
      return [fail(word, { subject, message })]
    })
  })
}

/** Marks that the distributions alone put into a version: a stable update, an Ubuntu revision. */
const ownRevision = /[+~-]deb\d+u\d|\dubuntu\d/
