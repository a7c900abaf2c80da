/** A package index that is fetched in one RUN and used in another. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { indexJoined } from '../../../stack/package-edits.ts'
import { type IndexFetch, indexFetches } from '../../../stack/package-indexes.ts'
import { defineRule } from '../../define-rule.ts'

/** Reported by all of these where the RUN installs nothing … */
const alone = [
  ...['trivy:DS-0017', 'checkov:CKV_DOCKER_5', 'nord:dfs021', 'cis:4.7', 'dockle:CIS-DI-0007'],
  ...['dockerfilelint:apt-get-update_require_install'],
]
/** … and by this one where a later RUN does. */
const followed = 'kics:9bae49be-0aa3-4de5-bab2-4c3a069e40cd'

export default defineRule({
  id: 'package-index-updated-alone',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'A package index is fetched in one RUN and used in another',
  threat: {
    from: 'nobody',
    gains: 'fault',
    needs: ["a layer in the builder's cache that is older than the repository"],
  },
  since: '0.1.0',
  why: 'The builder keeps the layer with the index for as long as its line does not change: months later the install asks for versions that are gone and fails, or takes one with a hole that has long been closed.',
  remedy:
    'Fetch the index and install in one RUN: `RUN apt-get update && apt-get install -y …`, or `apk add --no-cache …`.',
  strength: 'Package indexes are fetched in the RUN that installs',
  effort: 3,
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get', 'CIS Docker Benchmark 4.7'],
  peers: [...alone, followed],
  check: (stage): readonly Judgement[] => indexFetches(stage).map(judge),
  fix: indexJoined,
})

function judge({ command, call, is, user, alone: lone, installedLater }: IndexFetch): Judgement {
  const { subject } = command
  if (is === 'used') return pass(command, { subject })
  const fetch = `${call.program} ${call.verb}`
  const peers = lone ? [...alone, ...(installedLater ? [followed] : [])] : []
  if (user === undefined) {
    const message = `nothing is installed by the index that ${fetch} fetches here; it only makes the image bigger`
    return fail(command, { subject, severity: 'info', message, peers })
  }
  return fail(command, {
    subject,
    message: `${fetch} is a layer of its own: once the builder has it, later installs go by an old index`,
    peers,
    related: [{ origin: user.command.origin, message: 'this installs by the index of the earlier layer' }],
  })
}
