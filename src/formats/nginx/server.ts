/** What an nginx configuration says about itself as a server: where it listens, as whom it runs, what it tells clients. */
import { type Known, known, unknowable } from '../../core/known.ts'
import type { Origin } from '../../core/origin.ts'
import { directivesNamed, type NginxDirective, type NginxDocument, type NginxWord } from './document.ts'

export interface Listen {
  /** Unknowable for a local socket and where a variable decides. */
  readonly port: Known<number>
  /** As written, e.g. `127.0.0.1`; `undefined` for every address of the family. */
  readonly address: string | undefined
  readonly family: 'ipv4' | 'ipv6' | 'both' | 'unix' | 'unknown'
  readonly tls: boolean
  readonly origin: Origin
  readonly server: NginxDirective
}

export interface Header {
  readonly name: string
  readonly value: string | undefined
  /** Also on error responses. */
  readonly always: boolean
  readonly origin: Origin
  readonly within: readonly NginxDirective[]
}

/** Every address the document's servers listen on. A server that says nothing listens on port 80, IPv4 only. */
export const listens = (document: NginxDocument): readonly Listen[] =>
  directivesNamed(document, 'server').flatMap(({ directive: server, within }) => {
    // Inside an `upstream`, `server` names a backend.
    if (server.block === undefined) return []
    const written = server.block.filter((inner) => inner.name === 'listen' && inner.args.length > 0)
    if (written.length > 0) return written.map((listen) => listenOf(listen, server))
    if (within.some((block) => block.name === 'stream' || block.name === 'mail')) return []
    const origin: Origin = { kind: 'default', of: 'nginx', at: server.nameOrigin }
    return [{ port: known(80, origin), address: undefined, family: 'ipv4', tls: false, origin, server }]
  })

function listenOf(directive: NginxDirective, server: NginxDirective): Listen {
  const { origin } = directive
  const text = directive.args[0]?.text ?? ''
  const flags = directive.args.slice(1).map((word) => word.text)
  const rest = { tls: flags.includes('ssl') || flags.includes('quic'), origin, server }
  if (text.startsWith('unix:')) {
    return { ...rest, port: unknowable('it listens on a local socket', origin), address: text, family: 'unix' }
  }
  if (text.includes('$')) {
    return { ...rest, port: unknowable('a variable decides the port', origin), address: undefined, family: 'unknown' }
  }
  const match = /^(?:(\[[^\]]*\]|[^:[\]]*[^:[\]\d][^:[\]]*|\d+(?:\.\d+)+)(?::(\d+))?|(\d+))$/.exec(text)
  if (match === null) {
    return { ...rest, port: unknowable('this is not an address', origin), address: text, family: 'unknown' }
  }
  const [, written, portAfter, portAlone] = match
  const port = Number(portAfter ?? portAlone ?? 80)
  const anywhere = written === undefined || written === '*' || written === '0.0.0.0' || written === '[::]'
  const family = !written?.startsWith('[') ? 'ipv4' : flags.includes('ipv6only=off') ? 'both' : 'ipv6'
  return { ...rest, port: known(port, origin), address: anywhere ? undefined : written, family }
}

/** The account that the workers run as (`user`); `undefined` where the document does not say. */
export const user = (document: NginxDocument): NginxWord | undefined =>
  document.directives.findLast((directive) => directive.name === 'user')?.args[0]

/** The paths and patterns that the document includes, as written. */
export const includes = (document: NginxDocument): readonly NginxWord[] =>
  directivesNamed(document, 'include').flatMap(({ directive }) => directive.args.slice(0, 1))

/** Every `server_tokens`, as written; without one nginx tells its version. */
export const serverTokens = (document: NginxDocument): readonly NginxWord[] =>
  directivesNamed(document, 'server_tokens').flatMap(({ directive }) => directive.args.slice(0, 1))

/** Every header that the document adds to responses. */
export const headers = (document: NginxDocument): readonly Header[] =>
  directivesNamed(document, 'add_header', 'more_set_headers').flatMap(({ directive, within }) => {
    const { origin } = directive
    if (directive.name === 'more_set_headers') {
      return directive.args.flatMap((word) => {
        const [, name, value] = /^([\w-]+):\s*(.*)$/s.exec(word.text) ?? []
        return name === undefined ? [] : [{ name, value, always: true, origin, within }]
      })
    }
    const [name, value, ...flags] = directive.args
    if (name === undefined) return []
    return [
      { name: name.text, value: value?.text, always: flags.some((flag) => flag.text === 'always'), origin, within },
    ]
  })
