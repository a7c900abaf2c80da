/** Edits of nginx configurations as people write them: what the diff looks like, and what is refused. */
import { describe, expect, it } from 'vitest'
import { applyTextEdits, type TreeEdit } from '../../core/edit.ts'
import { editNginx } from './edit-nginx.ts'

function edited(text: string, ...edits: readonly TreeEdit[]): string {
  const compiled = editNginx(text, edits)
  return compiled.ok ? applyTextEdits(text, compiled.edits) : `refused: ${compiled.because}`
}

const site = `http {
    # who we are
    server {
        listen 80; # all
        location / {
            proxy_pass http://app:8000;
        }
    }
}
`
const server = ['http', 0, 'server', 0]

describe('edits', () => {
  it.each<readonly [string, string, TreeEdit, string]>([
    [
      'adds a directive at the end of a block',
      site,
      { do: 'set', path: ['http', 0, 'server_tokens', 0], value: 'off' },
      site.replace(/ {4}\}\n\}/, '    }\n    server_tokens off;\n}'),
    ],
    [
      'adds it behind the one it belongs to, whose comment stays with it',
      site,
      { do: 'set', path: [...server, 'server_tokens', 0], value: 'off', after: ['listen'] },
      site.replace('# all\n', '# all\n        server_tokens off;\n'),
    ],
    [
      'gives a directive another argument',
      site,
      { do: 'set', path: [...server, 'listen', 0, 0], value: 8080 },
      site.replace('listen 80', 'listen 8080'),
    ],
    [
      'gives it more arguments',
      site,
      { do: 'set', path: [...server, 'listen', 0], value: ['80', 'default_server'] },
      site.replace('listen 80;', 'listen 80 default_server;'),
    ],
    [
      'takes it out with its line',
      site,
      { do: 'remove', path: [...server, 'listen', 0] },
      site.replace(/.*# all\n/, ''),
    ],
    [
      'adds what is not there to those of its name',
      site,
      { do: 'append', path: [...server, 'listen'], values: ['80', ['443', 'ssl']] },
      site.replace('# all\n', '# all\n        listen 443 ssl;\n'),
    ],
    [
      'fills an empty block',
      'events {}\nhttp {\n  gzip on;\n}\n',
      { do: 'set', path: ['events', 0, 'worker_connections', 0], value: 1024 },
      'events {\n  worker_connections 1024;\n}\nhttp {\n  gzip on;\n}\n',
    ],
    [
      'stays on the line of a block of one line',
      'events { worker_connections 512; }\n',
      { do: 'set', path: ['events', 0, 'multi_accept', 0], value: 'on' },
      'events { worker_connections 512; multi_accept on; }\n',
    ],
    [
      'writes quotes where the words need them',
      'server { listen 80; }\n',
      {
        do: 'append',
        path: ['server', 0, 'add_header'],
        values: [['Content-Security-Policy', "default-src 'self'", 'always']],
      },
      'server { listen 80; add_header Content-Security-Policy "default-src \'self\'" always; }\n',
    ],
    [
      'keeps the quotes of an argument',
      "proxy_pass 'http://a:1';",
      { do: 'set', path: ['proxy_pass', 0, 0], value: 'http://b:2' },
      "proxy_pass 'http://b:2';",
    ],
  ])('%s', (_it, text, edit, becomes) => {
    expect(edited(text, edit)).toBe(becomes)
  })

  it.each<readonly [string, string, TreeEdit, string]>([
    [
      'a block that is not there',
      site,
      { do: 'set', path: ['stream', 0, 'x', 0], value: 'y' },
      'there is no such block',
    ],
    ['a gap', site, { do: 'set', path: ['http', 0, 'gzip', 1], value: 'on' }, 'there is no such directive'],
    ['data', site, { do: 'set', path: ['gzip', 0], value: { on: true } }, 'arguments are words and numbers'],
    [
      'an argument by itself',
      site,
      { do: 'remove', path: [...server, 'listen', 0, 0] },
      'an argument is not taken out by itself',
    ],
    [
      'text of Lua',
      'access_by_lua_block { a = {} }',
      { do: 'set', path: ['access_by_lua_block', 0, 'x', 0], value: '' },
      'there is no such block',
    ],
    [
      'a broken file',
      'server { listen 80',
      { do: 'set', path: ['x', 0], value: '' },
      'the file is not a valid nginx configuration',
    ],
  ])('refuses %s', (_it, text, edit, because) => {
    expect(edited(text, edit)).toBe(`refused: ${because}`)
  })
})
