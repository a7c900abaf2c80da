import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Known, valueOr } from '../../core/known.ts'
import { spansOf } from '../../core/origin.ts'
import type { NginxDirective } from './document.ts'
import { parseNginx } from './parse.ts'
import { headers, includes, listens, serverTokens, user } from './server.ts'
import { proxyPasses, upstreams } from './upstream.ts'

const read = (text: string) => parseNginx({ file: 'nginx.conf', text, utf8: true })
const shape = (directives: readonly NginxDirective[]): unknown =>
  directives.map(({ name, args, block }) => [
    [name, ...args.map((word) => word.text)].join('|'),
    ...(block === undefined ? [] : [shape(block)]),
  ])
const value = <T>(known: Known<T>): T | string => (known.known ? known.value : `? ${known.because}`)

const front = `user nginx;
worker_processes auto; # one per core
http {
  include /etc/nginx/mime.types;
  server_tokens off;
  upstream auth_pool { server auth:3001 weight=2; server 'auth-2'; keepalive 8; }
  server {
    listen 8080 default_server;
    listen [::]:8080;
    add_header X-Frame-Options "DENY" always;
    location /auth/ { proxy_pass http://auth_pool/; }
    location /api/ {
      set $api "http://transactions:3002";
      proxy_pass $api;
    }
    location ~ \\.php$ { fastcgi_pass php:9000; }
    location /who { proxy_pass http://$host$request_uri; }
    location /sock { uwsgi_pass unix:///run/app.sock; }
    location /plain { proxy_pass https://plain; }
  }
}
`

describe('parseNginx', () => {
  const cases: readonly [what: string, text: string, expected: unknown, problems: number][] = [
    ['a directive', 'listen 80;', [['listen|80']], 0],
    ['comments', '# a; b { \nc d; # e', [['c|d']], 0],
    ['quotes and escapes', `a "x; y" 'it\\'s' "\\.css";`, [["a|x; y|it's|\\.css"]], 0],
    ['a quote inside a word', `a x"y z;`, [['a|x"y|z']], 0],
    ['a braced variable', 'a http://${HOST}:80/;', [['a|http://${HOST}:80/']], 0],
    ['nested blocks', 'a{b c{d;}}e;', [['a', [['b|c', [['d']]]]], ['e']], 0],
    ['Lua', 'x_by_lua_block { if x; then y = {1} end\n}\nb;', [['x_by_lua_block', []], ['b']], 0],
    ['a missing semicolon', 'a { b c }', [['a', [['b|c']]]], 1],
    ['an open block', 'a { b;', [['a', [['b']]]], 1],
    ['a stray brace', '} a;', [['a']], 1],
    ['an unfinished line', 'a b', [['a|b']], 1],
    ['nothing', '', [], 0],
  ]
  it.each(cases)('reads %s', (_, text, expected, problems) => {
    const document = read(text)
    expect(shape(document.directives)).toEqual(expected)
    expect(document.problems.length).toBe(problems)
  })

  it('gives every word its place and a structural path', () => {
    const listen = listens(read(front))[1]
    const [place] = spansOf(listen?.origin ?? { kind: 'default', of: '' })
    expect(front.slice(place?.start, place?.end)).toBe('listen [::]:8080;')
    expect(place?.path).toEqual(['http', 0, 'server', 0, 'listen', 1])
  })

  it('survives anything, with every span inside the text', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      ';',
      '"',
      "'",
      '\\',
      '#',
      '\n',
      '$',
      '${',
      'a',
      ' ',
      'listen 80',
      'x_by_lua_block',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (pieces) => {
        const text = pieces.join('')
        const document = read(text)
        listens(document)
        proxyPasses(document)
        headers(document)
        const check = ({ origin, args, block, nameOrigin }: NginxDirective): void => {
          for (const { start, end } of [origin, nameOrigin, ...args.map((word) => word.origin)]) {
            expect(start >= 0 && start <= end && end <= text.length).toBe(true)
          }
          block?.forEach(check)
        }
        document.directives.forEach(check)
      }),
    )
  })

  it('stops at a bounded depth', () => {
    expect(read('a{'.repeat(50_000)).problems.some(({ message }) => message.includes('levels'))).toBe(true)
  })
})

describe('what a document says', () => {
  const document = read(front)

  it('finds the upstreams and their servers', () => {
    expect(
      upstreams(document).map(({ name, servers }) => [name, servers.map((s) => [value(s.host), value(s.port)])]),
    ).toEqual([
      [
        'auth_pool',
        [
          ['auth', 3001],
          ['auth-2', 80],
        ],
      ],
    ])
  })

  it('finds where requests go', () => {
    const found = proxyPasses(document).map((pass) => [
      pass.directive,
      value(pass.host),
      valueOr(pass.port, undefined),
      pass.upstream?.name,
    ])
    expect(found).toEqual([
      ['proxy_pass', 'auth_pool', 80, 'auth_pool'],
      ['proxy_pass', 'transactions', 3002, undefined],
      ['fastcgi_pass', 'php', 9000, undefined],
      ['proxy_pass', '? a variable decides where the request goes', undefined, undefined],
      ['uwsgi_pass', '? the request goes to a local socket', undefined, undefined],
      ['proxy_pass', 'plain', 443, undefined],
    ])
  })

  it('points at the host inside the word', () => {
    const [place] = spansOf(proxyPasses(document)[2]?.host.origin ?? { kind: 'default', of: '' })
    expect(front.slice(place?.start, place?.end)).toBe('php')
  })

  it('does not trust a variable that is set twice', () => {
    const twice = read('server { set $a http://x; if ($y) { set $a http://z; } location / { proxy_pass $a; } }')
    expect(proxyPasses(twice).map((pass) => pass.host.known)).toEqual([false])
  })

  const addresses: readonly [listen: string, port: number | undefined, address: string | undefined, family: string][] =
    [
      ['80', 80, undefined, 'ipv4'],
      ['*:8000 ssl', 8000, undefined, 'ipv4'],
      ['127.0.0.1', 80, '127.0.0.1', 'ipv4'],
      ['127.0.0.1:81', 81, '127.0.0.1', 'ipv4'],
      ['localhost:82', 82, 'localhost', 'ipv4'],
      ['[::]:83', 83, undefined, 'ipv6'],
      ['[::1]', 80, '[::1]', 'ipv6'],
      ['[::]:84 ipv6only=off', 84, undefined, 'both'],
      ['unix:/run/x.sock', undefined, 'unix:/run/x.sock', 'unix'],
      ['${PORT}', undefined, undefined, 'unknown'],
    ]
  it.each(addresses)('understands listen %s', (listen, port, address, family) => {
    const [found] = listens(read(`server { listen ${listen}; }`))
    expect([found && valueOr(found.port, undefined), found?.address, found?.family]).toEqual([port, address, family])
    expect(found?.tls).toBe(listen.includes('ssl'))
  })

  it('knows the default port', () => {
    const [found] = listens(read('server { root /srv; }'))
    expect(found).toMatchObject({ port: { known: true, value: 80, origin: { kind: 'default' } }, family: 'ipv4' })
  })

  it('tells user, includes, tokens and headers', () => {
    expect(user(document)?.text).toBe('nginx')
    expect(includes(document).map((word) => word.text)).toEqual(['/etc/nginx/mime.types'])
    expect(serverTokens(document).map((word) => word.text)).toEqual(['off'])
    expect(headers(document)).toMatchObject([{ name: 'X-Frame-Options', value: 'DENY', always: true }])
  })
})
