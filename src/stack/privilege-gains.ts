/** Programs of a container that gain privileges when they are started: by sudo, setuid bits or file capabilities. */
import type { Origin } from '../core/origin.ts'
import type { Service } from './service-model.ts'
import { startTexts } from './start-command.ts'
import { layersOf } from './toolchain.ts'

export interface PrivilegeGain {
  readonly origin: Origin
  /** As the end of a sentence. */
  readonly how: string
}

/** What the start command and the build say of such programs; gosu and its kin only give privileges up. */
export function privilegeGains(service: Service): readonly PrivilegeGain[] {
  const started = startTexts(service).flatMap(({ text, origin }) =>
    /(?:^|[\s;&|"'])sudo\s/.test(text) ? [{ origin, how: 'its start command calls sudo' }] : [],
  )
  const built = service.finalStage ? layersOf(service.finalStage) : []
  const given = built.flatMap(({ commands }) =>
    commands.flatMap(({ command }): readonly PrivilegeGain[] => {
      const [, ...words] = command.words.map(({ text }) => text)
      const program = words.at(-1) ?? 'a program'
      if (command.name === 'setcap' && words.some((word) => /cap_/i.test(word) && !onlyForPorts(word)))
        return [{ origin: command.origin, how: `${program} has capabilities of its own, which are ignored` }]
      const setuid =
        command.name === 'chmod' && words.some((word) => /^(?:[ug]*\+[rwx]*s|0?[4267][0-7]{3})$/.test(word))
      return setuid ? [{ origin: command.origin, how: `the setuid bit of ${program} is ignored` }] : []
    }),
  )
  return [...started, ...given]
}

/** A container’s own ports need no capability, so that losing this one changes nothing. */
const onlyForPorts = (word: string): boolean =>
  word
    .split(/[=+,]/)
    .filter((part) => /^cap_/i.test(part))
    .every((part) => part.toLowerCase() === 'cap_net_bind_service')
