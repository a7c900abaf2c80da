/** A top-level `version:` that Compose ignores with a warning. */
import { entryOf, nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'

import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'compose-version-obsolete',
  scope: 'compose-file',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Obsolete version field',
  threat: { from: 'nobody', gains: 'nothing' },
  since: '0.1.0',
  why: 'Compose ignores the field and warns at every call; readers think that it decides which features work.',
  remedy: 'Delete the line.',
  strength: 'No compose file carries the obsolete version field',
  effort: 1,
  references: ['https://docs.docker.com/reference/compose-file/version-and-name/'],
  peers: ['dclint:no-version-field', 'compose-go:version-obsolete'],
  check(file): readonly Judgement[] {
    // `docker stack deploy` of Docker before 25 refuses a file without it.
    if (file.root?.kind !== 'map' || file.forSwarm) return []
    const version = entryOf(file.root, 'version')
    return [
      version
        ? fail(version.keyOrigin, { message: `${file.file} has a version field, which Compose ignores` })
        : pass(file.origin),
    ]
  },
  fix(_, { file, root }) {
    const services = nodeAt(root, 'services')
    const forSwarm = (services?.kind === 'map' ? services.entries : []).some(({ value }) =>
      ['placement', 'update_config', 'mode', 'endpoint_mode'].some((key) => nodeAt(value, 'deploy', key) !== undefined),
    )
    const edits = [{ file, tree: [{ do: 'remove', path: ['version'] }] }] as const
    const title = `Remove the version field of ${file}`
    return forSwarm
      ? {
          title,
          safety: 'guarded',
          effect: '`docker stack deploy` of Docker before 25 refuses a file without it',
          edits,
        }
      : { title, safety: 'safe', edits }
  },
})
