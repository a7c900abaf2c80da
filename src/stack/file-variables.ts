/** Variables that name the file a secret is in (`POSTGRES_PASSWORD_FILE`), and whether that can work. */
import type { EnvironmentVariable, Service } from './service-model.ts'

export type FileVariableFault =
  /** The image stops when it sees the variable. */
  | { readonly is: 'refused' }
  /** The image knows the variable without `_FILE`, and not this one. */
  | { readonly is: 'not-read' }
  /** The secret itself is set too, and the image accepts one of them only. */
  | { readonly is: 'both'; readonly plain: EnvironmentVariable }
  /** Nothing is mounted at the path. */
  | { readonly is: 'not-mounted'; readonly path: string }

export interface FileVariable {
  readonly variable: EnvironmentVariable
  /** The variable that holds the secret itself. */
  readonly base: string
  readonly fault: FileVariableFault | undefined
}

/** RabbitMQ's image read these variables up to 3.8. */
const readsYet = /^3\.[0-8](?:[.-]|$)/

/** Images whose entrypoint ends with "both … are set (but are exclusive)": read in docker-library's postgres, mysql, mongo and MariaDB's. */
const exclusive = /^docker\.io\/library\/(?:postgres|mysql|mariadb|mongo|wordpress|ghost|redmine)$/

/** Every variable of the service that names a secret's file. */
export function fileVariables(service: Service): readonly FileVariable[] {
  return service.environment.flatMap((variable): readonly FileVariable[] => {
    const base = /^(\w+?)__?FILE$/.exec(variable.name)?.[1]
    if (base === undefined || (variable.value.known && variable.value.value === '')) return []
    const known = [
      ...(service.profile?.authentication?.credentials ?? []),
      ...(service.profile?.authentication?.users ?? []),
    ]
    const path = variable.value.known ? variable.value.value : ''
    if (!known.includes(base) && !path.startsWith('/run/secrets/')) return []
    return [{ variable, base, fault: faultOf(service, variable, base, known.includes(base)) }]
  })
}

function faultOf(
  service: Service,
  { value }: EnvironmentVariable,
  base: string,
  known: boolean,
): FileVariableFault | undefined {
  const { profile, image, environment } = service
  const files = profile?.authentication?.files
  const tag = image?.reference.known ? (image.reference.value.tag ?? '') : ''
  if (files === 'refused' && known && !readsYet.test(tag)) return { is: 'refused' }
  // What else may be given as a file is not known of every image.
  const read = files !== undefined && files !== 'refused' && (files.includes(base) || files.includes('*'))
  if (known && !read && files !== 'refused' && (files?.length ?? 0) > 0) return { is: 'not-read' }
  const plain = environment.find(({ name }) => name === base)
  if (read && plain && exclusive.test(profile?.repository ?? '') && isFilled(plain)) return { is: 'both', plain }
  if (value.known && value.value.startsWith('/run/secrets/') && !isMounted(service, value.value))
    return { is: 'not-mounted', path: value.value }
  return undefined
}

const isFilled = ({ value, interpolations }: EnvironmentVariable): boolean =>
  value.known ? value.value !== '' : interpolations.some(({ operator }) => operator.includes('?'))

/** Secrets and configs of Compose and Swarm, and whatever else is mounted there. */
function isMounted({ secrets, mounts, finalStage }: Service, path: string): boolean {
  const granted = secrets.map(({ source, target }) => {
    const name = target ?? source
    return name.startsWith('/') ? name : `/run/secrets/${name}`
  })
  const unclear = secrets.some(({ source, target }) => `${source}${target ?? ''}`.includes('$'))
  const mounted = mounts.some(
    ({ target }) => !target.known || `${path}/`.startsWith(`${target.value.replace(/\/+$/, '')}/`),
  )
  const copied = finalStage?.copies.some(
    ({ destination }) => destination.known && destination.value.startsWith('/run/secrets'),
  )
  return unclear || granted.includes(path) || mounted || copied === true
}
