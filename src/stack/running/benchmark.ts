/** Section 5 of the CIS Docker Benchmark on running containers: what of it the engine itself can tell. */
import type { ContainerCheck } from '../../core/observed.ts'
import type { Project } from '../model.ts'
import { imageStanding } from './image-of-container.ts'
import type { Container } from './model.ts'
import { isUp } from './naming.ts'
import { weaknessesOf } from './weaknesses.ts'

/** Controls that the settings of a container decide, whatever the engine. */
const decided = [
  ...['5.4', '5.5', '5.6', '5.8', '5.9', '5.10', '5.11', '5.12', '5.13', '5.14', '5.15', '5.16', '5.17', '5.18'],
  ...['5.20', '5.21', '5.22', '5.25', '5.26', '5.27', '5.28', '5.29', '5.30', '5.31', '5.32'],
]

/** Each control on each container that runs; those of development only where there is nothing else. */
export function containerChecks({ containers, variants }: Project): readonly ContainerCheck[] {
  const counts = variants.some(({ productionLike }) => productionLike)
    ? containers.filter(({ variant }) => variant?.productionLike !== false)
    : containers
  return counts.filter(isUp).flatMap(checksOf)
}

function checksOf(container: Container): readonly ContainerCheck[] {
  const { seen, engine } = container
  const confined = [
    ...(engine.confinement.includes('apparmor') ? ['5.2'] : []),
    ...(engine.confinement.includes('selinux') ? ['5.3'] : []),
  ]
  const weak = weakIn(container)
  return [...decided, ...confined].map((control) => {
    const found = weak.filter((one) => one.control === control)
    return {
      control,
      container: seen.name,
      weak: found.length === 0 ? null : found.map(({ what }) => what).join('; '),
      // Files that mean it speak for themselves.
      meant: found.length > 0 && found.every(({ meant }) => meant),
    }
  })
}

interface Weak {
  readonly control: string | undefined
  readonly what: string
  readonly meant: boolean
}

function weakIn(container: Container): readonly Weak[] {
  const { seen, service, engine } = container
  const weak = weaknessesOf(container).map((weakness) => ({
    weakness,
    meant: service !== undefined && weakness.meaning(service, container).meant.is === 'yes',
  }))
  const unexpected = weak.filter(({ weakness, meant }) => !meant && weakness.what.startsWith('publishes'))
  const standing = service && imageStanding(container, service)
  const stale = standing?.is === 'moved' || standing?.is === 'other'
  const unprofiled = engine.confinement.includes('apparmor') && /^(?:|unconfined)$/.test(seen.appArmor)
  return [
    ...weak.map(({ weakness: { control, what }, meant }) => ({ control, what, meant })),
    ...unexpected.map(({ weakness }) => ({ control: '5.9', what: weakness.what, meant: false })),
    // Its rule names the place.
    ...(stale ? [{ control: '5.28', what: 'runs another image than its file names now', meant: true }] : []),
    ...(unprofiled ? [{ control: '5.2', what: 'has no AppArmor profile', meant: false }] : []),
  ]
}
