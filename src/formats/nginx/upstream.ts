/** Where an nginx configuration sends requests: its upstreams, and everything that passes a request on. */
import { type Known, known, unknowable } from '../../core/known.ts'
import type { Origin } from '../../core/origin.ts'
import { span } from '../../core/origin.ts'
import { directivesNamed, type NginxDirective, type NginxDocument, type NginxWord } from './document.ts'

export interface UpstreamServer {
  /** A name or an address; unknowable where a variable decides, or where the server is a local socket. */
  readonly host: Known<string>
  readonly port: Known<number>
  readonly origin: Origin
}

export interface Upstream {
  readonly name: string
  readonly origin: Origin
  readonly servers: readonly UpstreamServer[]
}

export interface ProxyPass extends UpstreamServer {
  /** `proxy_pass`, `fastcgi_pass` … */
  readonly directive: string
  /** `http`, `https`, `grpc`, `grpcs`; `undefined` where none is written. */
  readonly scheme: string | undefined
  /** The upstream of this document that the host names; then host and port are the group's, and its servers count. */
  readonly upstream: Upstream | undefined
  /** The blocks around it, outermost first: http, server, location. */
  readonly within: readonly NginxDirective[]
}

const passing = ['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'grpc_pass', 'scgi_pass', 'memcached_pass'] as const
const defaultPorts: Readonly<Record<string, number>> = { http: 80, grpc: 80, https: 443, grpcs: 443 }
const address = /^(\[[0-9a-fA-F:.]*\]|[^:/?#[\]\s]+)(?::(\d{1,5}))?(?=$|[/?#])/

/** The groups of servers that the document names. */
export const upstreams = (document: NginxDocument): readonly Upstream[] =>
  directivesNamed(document, 'upstream').flatMap(({ directive }) => {
    const [name] = directive.args
    if (name === undefined) return []
    const servers = (directive.block ?? []).flatMap((inner) => {
      const [server] = inner.args
      return inner.name === 'server' && server !== undefined ? [addressOf(server, 0, server.text, 80)] : []
    })
    return [{ name: name.text, origin: name.origin, servers }]
  })

/** Every place that hands a request to another process, each with the host and port it reaches. */
export function proxyPasses(document: NginxDocument): readonly ProxyPass[] {
  const groups = upstreams(document)
  const values = variableValues(document)
  return directivesNamed(document, ...passing).flatMap(({ directive, within }) => {
    const [target] = directive.args
    if (target === undefined) return []
    const text = substitute(target.text, values)
    const scheme = /^(?!unix:)([a-z]+):\/\//.exec(text)?.[1]
    const skip = scheme === undefined ? 0 : scheme.length + 3
    const reached = addressOf(target, skip, text, scheme === undefined ? undefined : defaultPorts[scheme])
    const name = valueIn(reached.host)
    const upstream = groups.find((group) => group.name === name)
    return [{ ...reached, directive: directive.name, scheme, upstream, within }]
  })
}

const valueIn = (host: Known<string>): string | undefined => (host.known ? host.value : undefined)

/** Host and port in `text` from `skip` on; their origins lie inside `word` where `text` is what is written there. */
function addressOf(word: NginxWord, skip: number, text: string, defaultPort: number | undefined): UpstreamServer {
  const { origin } = word
  const rest = text.slice(skip)
  if (rest.startsWith('unix:')) {
    const because = 'the request goes to a local socket'
    return { host: unknowable(because, origin), port: unknowable(because, origin), origin }
  }
  const match = address.exec(rest)
  const host = match?.[1]
  if (match === null || host === undefined || host.includes('$')) {
    const because = text.includes('$') ? 'a variable decides where the request goes' : 'this is not an address'
    return { host: unknowable(because, origin), port: unknowable(because, origin), origin }
  }
  const literal = text === word.text && origin.end - origin.start === text.length
  const part = (from: number, length: number): Origin =>
    literal ? span(origin.file, origin.path, origin.start + from, origin.start + from + length) : origin
  const hostKnown = known(host.replace(/^\[|\]$/g, ''), part(skip, host.length))
  const port = match[2]
  if (port !== undefined) {
    return { host: hostKnown, port: known(Number(port), part(skip + host.length + 1, port.length)), origin }
  }
  const silent = { kind: 'default', of: 'nginx', at: origin } as const
  const portKnown: Known<number> =
    defaultPort === undefined ? unknowable('no port is written', origin) : known(defaultPort, silent)
  return { host: hostKnown, port: portKnown, origin }
}

/** Variables that the document sets exactly once, to a literal: what they stand for is certain. */
function variableValues(document: NginxDocument): ReadonlyMap<string, string> {
  const values = new Map<string, string | undefined>()
  for (const { directive } of directivesNamed(document, 'set', 'map', 'geo', 'split_clients', 'perl_set', 'js_set')) {
    const name = directive.name === 'set' || directive.name.endsWith('_set') ? directive.args[0] : directive.args.at(-1)
    if (name === undefined) continue
    const literal = directive.name === 'set' ? directive.args[1]?.text : undefined
    const certain = !values.has(name.text) && literal !== undefined && !literal.includes('$')
    values.set(name.text, certain ? literal : undefined)
  }
  return new Map([...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])))
}

const substitute = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (written, braced?: string, bare?: string) => {
    return values.get(`$${braced ?? bare}`) ?? written
  })
