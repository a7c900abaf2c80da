/** The health check that a container can run: its image's own client, or a request with a program that its image has. */
import type { Refusal } from '../core/fix.ts'
import { answeringPorts } from './answering.ts'
import type { ImageUse, Stage } from './build-model.ts'
import { runsServer } from './data-directories.ts'
import { commandInImage } from './image-commands.ts'
import { runningStage } from './probe.ts'
import type { Service } from './service-model.ts'

/** A test as Compose writes it, `$$` for a dollar sign; and what it takes for granted. */
export interface KnownCheck {
  readonly test: readonly string[]
  readonly effect: string
}

/** What runs in a container: a service's, or the result of a build that no service runs. */
export interface Container {
  readonly name: string
  readonly service: Service | undefined
  readonly stage: Stage | undefined
  readonly image: ImageUse | undefined
}

export const containerOf = (service: Service): Container => {
  const stage = runningStage(service)
  return { name: service.name, service, stage, image: stage ? stage.rootImage : service.image }
}

/** Ports on which programs speak something else than HTTP. */
const otherProtocols = new Set([
  21, 22, 25, 53, 110, 143, 389, 443, 465, 587, 636, 993, 995, 1433, 1521, 1883, 2049, 2181, 3306, 4222, 5432, 5671,
  5672, 6379, 6443, 8443, 9092, 9443, 11211, 26257, 27017, 50051,
])

/** The check of a container; a refusal where nobody can tell what answers there, or the image has nothing to ask with. */
export function knownCheck(of: Container): KnownCheck | Refusal {
  const own = ofImage(of)
  if (own !== undefined) return own
  const profile = of.image?.profile
  const isSite = profile?.tools?.includes('php') === true && profile.ports !== undefined
  // A proxy answers what its backends do, and nothing where it has none yet.
  const serves = of.stage !== undefined || profile?.role === 'web-server' || isSite
  if (!serves || (of.stage === undefined && profile?.probe !== undefined))
    return { refused: `nobody here knows how ${of.name} says that it works`, supply: 'a check that its image can run' }
  const port = portOf(of)
  if (port === undefined)
    return {
      refused: `no file tells for certain on which port ${of.name} answers`,
      supply: 'the port, or another sign that it works',
    }
  if (otherProtocols.has(port) || speaksGrpc(of))
    return {
      refused: `what ${of.name} answers on port ${port} may be no HTTP`,
      supply: 'a check that speaks its protocol',
    }
  return (
    requestOfOwn(of, port) ?? {
      refused: `the image of ${of.name} has nothing that is known to ask it with`,
      supply: 'a check that the program brings itself, or a client in its image',
    }
  )
}

/** Whether a service is called after gRPC, or a variable tells it to speak that: on the same port others of its image may speak HTTP. */
const speaksGrpc = ({ name, service }: Container): boolean =>
  /(?:^|[-_.])grpc(?:[-_.]|$)/i.test(name) ||
  (service?.environment ?? []).some(({ value }) => value.known && /^grpc$/i.test(value.value))

/** The client that an image is known to bring for its own server, where nothing else was put in the server's place. */
function ofImage({ service, stage, image, name }: Container): KnownCheck | undefined {
  const profile = image?.profile
  if (profile?.probe === undefined) return undefined
  if (service ? !runsServer(service) : stage?.entrypoint !== undefined) return undefined
  const words = [...(service?.command?.items ?? []), ...(service?.entrypoint?.items ?? [])]
  const texts = [
    ...words.map((word) => (word.known ? word.value : '')),
    ...(stage?.cmd?.args ?? []).map(({ text }) => text),
  ]
  if (texts.some((text) => /(?:^|\s)--?(?:p|port|tls-port)\b|--require-?secure/.test(text))) return undefined
  // Traefik answers its own check only where it is told to.
  if (profile.role === 'proxy' && !texts.some((text) => /^--ping(?:=true)?$/.test(text))) return undefined
  return { test: profile.probe, effect: `${name} counts as unhealthy while its own client gets no answer` }
}

/** Variables that tell a program the port to listen on, whatever its code falls back to. */
const ownPort =
  /^(?:(?:APP|APPLICATION|SERVER|SERVICE|HTTP|LISTEN|WEB|NODE|API|BACKEND|FLASK|FLASK_RUN|FLASK_SERVER|UVICORN|RAILS|PUMA)_)?PORT$/

/** The ports that such variables tell the container. */
const toldPorts = ({ service, stage }: Container): ReadonlySet<number> =>
  new Set(
    (service?.environment ?? stage?.effectiveEnv ?? []).flatMap(({ name, value }) =>
      ownPort.test(name) && value.known && /^\d{2,5}$/.test(value.value) ? [Number(value.value)] : [],
    ),
  )

/** Whether the service starts something else from an image that others start, too, such as a worker, which no port is known of. */
function runsAnother({ name, command, build, ports, variant }: Service, spoken: ReadonlySet<number>): boolean {
  if (command === undefined || build === undefined || ports.items.length > 0) return false
  if (command.items.some((word) => word.known && [...spoken].some((port) => word.value.includes(String(port)))))
    return false
  if (variant.dialogues.some(({ to, from }) => to.kind === 'service' && to.service.name === name && from.name !== name))
    return false
  return variant.services.some((other) => other.name !== name && other.build === build)
}

/** The one port that the container answers on by what its mappings, its Dockerfile, its code and its configuration say. */
function portOf(of: Container): number | undefined {
  const { service, stage, image } = of
  const { said } = answeringPorts({ service, stage, profile: image?.profile })
  const spoken = new Set(said.map(({ port }) => port))
  const mapped = new Set(
    (service?.ports.items ?? []).flatMap((port) =>
      port.known && port.value.protocol === 'tcp' ? [port.value.target] : [],
    ),
  )
  if (service && runsAnother(service, spoken)) return undefined
  const [told, ...others] = stage ? toldPorts(of) : []
  if (told !== undefined && !spoken.has(told))
    return others.length === 0 && (mapped.size === 0 || mapped.has(told)) ? told : undefined
  const agreed = [...mapped].filter((port) => spoken.has(port))
  if (agreed.length === 1) return agreed[0]
  const usual = image?.profile?.ports ?? []
  if (mapped.size === 1 && spoken.size === 0) {
    const [port = 0] = mapped
    // A server that comes with a port of its own listens there unless a file says otherwise.
    const comes = stage === undefined || image?.profile?.role === 'web-server' || image?.profile?.role === 'proxy'
    return comes && !usual.includes(port) ? undefined : port
  }
  if (mapped.size > 0 && agreed.length === 0) return undefined
  if (spoken.size === 1) return [...spoken][0]
  const asked = spoken.size === 0 && stage !== undefined ? askedBySiblings(service) : undefined
  if (asked !== undefined) return asked
  return spoken.size === 0 && usual.length > 0 && stage === undefined ? usual[0] : undefined
}

/** The one port on which other services ask a service for pages. */
function askedBySiblings(service: Service | undefined): number | undefined {
  const ports = (service?.variant.dialogues ?? []).flatMap(({ from, to, port, scheme }) =>
    to.kind === 'service' && to.service === service && from !== service && scheme === 'http' ? [port ?? 80] : [],
  )
  return new Set(ports).size === 1 ? ports[0] : undefined
}

/** A request to the program's own port: a route for health checks has to succeed, anything else may give any answer but a server error. */
function requestOfOwn(of: Container, port: number): KnownCheck | undefined {
  const { stage, image, service } = of
  // A server that also speaks TLS often sends everybody there, to a name that is not its own inside the container.
  if (service?.project.nginxListens(service).some(({ tls }) => tls)) return undefined
  const route = stage && healthRoute(stage)
  const path = route ?? '/'
  const effect = `${of.name} counts as unhealthy while port ${port} gives no answer to ${path}, or one that says that it failed`
  const role = image?.profile?.role
  if (route !== undefined || role === 'web-server') {
    const found = requestTo(of, port, path, effect)
    if (found) return found
  }
  const url = `http://127.0.0.1:${port}${path}`
  const has = programsOf(of)
  const words = (...test: readonly string[]): KnownCheck => ({ test: ['CMD', ...test], effect })
  if (has('node')) return words('node', '-e', inNode(url, 500))
  if (has('python') && !isPython2(image)) return words('python', '-c', inPython(port, path, 500))
  if (has('ruby')) return words('ruby', '-rnet/http', '-e', inRuby(url, 500))
  if (has('php')) return words('php', '-r', `exit(@fsockopen('127.0.0.1', ${port}) ? 0 : 1);`)
  // In a pipe the answer's number decides: a page that is not there is an answer too.
  const inShell = (text: string): KnownCheck => ({ test: ['CMD-SHELL', text], effect })
  if (!has('sh') || !has('grep')) return undefined
  if (has('curl')) return inShell(`curl -so /dev/null -w '%{http_code}' ${url} | grep -q '^[1-4]'`)
  return has('wget') ? inShell(`wget -S --spider ${url} 2>&1 | grep -q 'HTTP/1.. [1-4]'`) : undefined
}

const programsOf =
  ({ stage, image }: Container) =>
  (command: string): boolean =>
    commandInImage({ stage, image, profile: image?.profile }, command).is === 'present'

const inNode = (url: string, failing: number): string =>
  `require('http').get('${url}', (r) => process.exit(r.statusCode < ${failing} ? 0 : 1)).on('error', () => process.exit(1))`
const inPython = (port: number, path: string, failing: number): string =>
  `import http.client as h; c = h.HTTPConnection('127.0.0.1', ${port}, timeout=5); c.request('GET', '${path}'); raise SystemExit(c.getresponse().status >= ${failing})`
const inRuby = (url: string, failing: number): string =>
  `exit Net::HTTP.get_response(URI('${url}')).code.to_i < ${failing}`

/** A request that has to succeed, with the first program that is known to be in the image. */
export function requestTo(of: Container, port: number, path: string, effect: string): KnownCheck | undefined {
  const has = programsOf(of)
  const url = `http://127.0.0.1:${port}${path}`
  const words = (...test: readonly string[]): KnownCheck => ({ test: ['CMD', ...test], effect })
  if (/['"\\\s]/.test(path)) return undefined
  if (has('wget')) return words('wget', '-q', '--spider', url)
  if (has('curl')) return words('curl', '-fsS', '-o', '/dev/null', url)
  if (has('node')) return words('node', '-e', inNode(url, 400))
  if (has('python') && !isPython2(of.image)) return words('python', '-c', inPython(port, path, 400))
  if (has('ruby')) return words('ruby', '-rnet/http', '-e', inRuby(url, 400))
  return undefined
}

const isPython2 = (image: ImageUse | undefined): boolean =>
  /(?:^|\/)python:2/.test(image?.reference.known ? image.reference.value.familiarName : (image?.written ?? ''))

/** Routes that exist to be asked whether the program works, where the code hangs them on the program itself and on no part of it. */
const route =
  /\b(?:app|server|fastify|http|mux|Map(?:HealthChecks|Get))(?:\.(?:get|route|all|use|Get|HandleFunc|Handle|Map\w+))?\(\s*["'`](\/(?:api\/)?(?:_?health(?:z|check)?|livez|readyz|health\/(?:live|ready))\/?)["'`]/
const code = /\.(?:[cm]?[jt]s|py|rb|php|go|cs|java|kt|rs)$/
const aside = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|node_modules|dist|docs?|migrations)\/|\.(?:test|spec)\.\w+$/i
/** More sources are not read for a route. */
const mostFiles = 200

/** The route for health checks that the code of a build declares; `undefined` where it names none, or several. */
function healthRoute({ build }: Stage): string | undefined {
  const { context, project } = build
  const files = (context?.files() ?? []).filter((path) => code.test(path) && !aside.test(path))
  if (context === undefined || files.length > mostFiles) return undefined
  const found = new Set(
    files.flatMap((path) => {
      const text = project.file(context.path === '' ? path : `${context.path}/${path}`)?.source.text ?? ''
      return route.exec(text)?.[1] ?? []
    }),
  )
  return found.size === 1 ? [...found][0] : undefined
}
