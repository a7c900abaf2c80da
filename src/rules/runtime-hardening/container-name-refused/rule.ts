/** A container name that Compose takes and the engine does not. */

import { holds } from '../../../core/known.ts'
import { spansOf } from '../../../core/origin.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { writtenAt } from '../../../stack/written-scalars.ts'
import { defineRule } from '../../define-rule.ts'

/** Names of the engine (moby, daemon/names); Compose looks for such a stretch anywhere in the text. */
const possible = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

export default defineRule({
  id: 'container-name-refused',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'The engine refuses the container name',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Compose reads the file without complaint and the engine refuses to create the container: "Invalid container name".',
  remedy: 'Use letters, digits, `_`, `.` and `-` only, or remove `container_name`.',
  strength: 'Container names are ones that the engine takes',
  effort: 1,
  references: ['https://docs.docker.com/reference/compose-file/services/#container_name'],
  peers: ['dclint:service-container-name-regex'],
  check({ containerName, name }): readonly Judgement[] {
    if (containerName.known && containerName.value === undefined) return []
    return [
      judge(
        holds(containerName, (value) => possible.test(value ?? '')),
        containerName,
        { message: `The engine takes no container name like that of ${name}` },
      ),
    ]
  },
  fix(_, service) {
    const { containerName, name, project, variant } = service
    const [place] = spansOf(containerName.origin)
    const written = writtenAt(project, containerName.origin)
    const wanted = (written ?? '').replace(/[^a-zA-Z0-9_.-]+/g, '-').replace(/^[^a-zA-Z0-9]+|-+$/g, '')
    const taken = variant.services.some((other) => other.containerName.known && other.containerName.value === wanted)
    if (place === undefined || written?.includes('$') || !possible.test(wanted) || taken)
      return { refused: `no name follows from that of ${name}`, supply: 'the name' }
    const edit = { file: place.file, tree: [{ do: 'set', path: place.path, value: wanted }] } as const
    return { title: `Call the container of ${name} ${wanted}`, safety: 'safe', edits: [edit] }
  },
})
