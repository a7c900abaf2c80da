/** OpenSSL built from a release that gets no fixes, or that has a hole everybody knows. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { opensslFault, opensslVersion } from '../../../knowledge/openssl-releases.ts'
import { sourceDownloads } from '../../../stack/source-downloads.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'openssl-source-outdated',
  scope: 'stage',
  kind: 'exposure',
  category: 'build-security',
  title: 'OpenSSL is built from a release with known holes',
  threat: { from: 'outside', gains: 'access', needs: ['a hole of that release in a function that the program uses'] },
  since: '0.1.0',
  why: 'What is built from source is in no package list: no scanner of packages reports its holes, and no rebuild brings their fixes.',
  remedy:
    "Use the distribution's package, which gets fixes, or build a release of a line that is supported (3.5 LTS until April 2030).",
  strength: 'OpenSSL that is built from source is of a supported release',
  effort: 45,
  references: [
    'NIST SP 800-190 4.1.1',
    'https://openssl-library.org/policies/releasestrat/',
    'https://openssl-library.org/news/vulnerabilities/',
  ],
  peers: [],
  check: (stage, { today }): readonly Judgement[] =>
    sourceDownloads(stage).flatMap(({ text, origin, subject }): readonly Judgement[] => {
      const version = opensslVersion(text)
      if (version === undefined) {
        const computed = /openssl\b.{0,200}openssl-?[\w.]{0,20}\$/i.test(text)
        return computed ? [unknown(origin, 'no file says which version of OpenSSL it is', subject)] : []
      }
      const fault = opensslFault(version, today)
      if (fault === undefined) return [pass(origin, { subject })]
      return [fail(origin, { subject, message: `OpenSSL ${version} ${fault}, and no scanner of packages sees it` })]
    }),
  fix: () => ({
    refused: 'another release is another library for what is built on it',
    supply: 'a release that the program is tried with, and its checksum',
  }),
})
