/** A command substitution in a compose file, where nobody executes it. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { stretchOf, writtenScalars } from '../../../stack/written-scalars.ts'

import { defineRule } from '../../define-rule.ts'

/** Fields whose text goes on as it is; commands and health checks may well have a shell that executes it. */
const plainFields = new Set(['image', 'environment', 'labels', 'container_name', 'hostname', 'build', 'annotations'])
/** `$(…)`, doubled or not, and back quotes around a command; both as a whole word of the value. */
const substitution = /\$\$?\((?!\()[^()]*\)|^`[^`]+`$/

export default defineRule({
  id: 'command-substitution-in-compose',
  scope: 'compose-file',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'A command substitution that nobody executes',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'Compose replaces variables and executes nothing. `$(…)` is refused when the file is read, and `$$(…)` arrives letter by letter: as a tag it is no tag, as a version it is a lie.',
  remedy:
    'Let the shell that calls Compose compute the value (`BUILD_DATE=$(date -u +%FT%TZ) docker compose build`) and write `${BUILD_DATE:?}` here.',
  strength: 'Compose files contain no command that nobody executes',
  effort: 5,
  references: ['https://docs.docker.com/reference/compose-file/interpolation/'],
  peers: [],
  check(file): readonly Judgement[] {
    const found = writtenScalars(file).flatMap(({ text, place, path, name }): readonly Judgement[] => {
      if (path[0] !== 'services' || !plainFields.has(String(path[2])) || name === 'dockerfile_inline') return []
      const match = substitution.exec(text)
      if (!match) return []
      const origin = stretchOf(place, text, match.index, match.index + match[0].length)
      const subject = { kind: 'service', name: String(path[1]) }
      const refused = /^\$\(/.test(match[0])
      const message = refused
        ? `Compose refuses the command substitution in ${name || 'this value'} of ${subject.name}`
        : `The command substitution in ${name || 'this value'} of ${subject.name} stays text: nobody executes it`
      return [fail(origin, { subject, message })]
    })
    return found.length > 0 ? found : [pass(file)]
  },
  fix: () => ({
    refused: 'nothing in Compose executes a command',
    supply: 'a variable that whoever calls Compose sets, e.g. BUILD_DATE',
  }),
})
