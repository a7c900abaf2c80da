import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combineReads } from './combine-reads.ts'
import { type Language, languageOf } from './language.ts'
import { readsOf } from './read-source.ts'
import type { SourceReads } from './reads.ts'

const read = (language: Language, text: string): SourceReads => readsOf({ file: 'a', text, utf8: true }, language)
const names = (reads: SourceReads): readonly string[] => [...new Set(reads.variables.map(({ name }) => name))].sort()
/** Y, N or ? for each name. */
const answers = (sources: readonly SourceReads[], ...variables: readonly string[]): string => {
  const combined = combineReads(sources)
  return variables.map((name) => ({ yes: 'Y', no: 'N', unknown: '?' })[combined.reads(name).is]).join('')
}

describe('languageOf', () => {
  it.each([
    ['src/Program.cs', 'csharp'],
    ['a.mts', 'javascript'],
    ['a.d.ts', undefined],
    ['settings.py', 'python'],
    ['docker-entrypoint.sh', 'shell'],
    ['docker-entrypoint', 'shell'],
    ['Main.java', 'other'],
    ['README.md', undefined],
  ] as const)('%s', (path, language) => expect(languageOf(path)).toBe(language))
})

describe('JavaScript', () => {
  const cases: readonly [code: string, ...names: string[]][] = [
    ['process.env.A; process.env["B"]; process.env?.C; process.env!.D', 'A', 'B', 'C', 'D'],
    ['import.meta.env.VITE_A; Bun.env.B; Deno.env.get("C")', 'B', 'C', 'VITE_A'],
    ['const { A, B: b, C = "x", D: { length } = "" } = process.env', 'A', 'B', 'C', 'D'],
    ['const env = process.env\nenv.A; env["B"]; const { C } = env', 'A', 'B', 'C'],
    ["import { env } from 'node:process'; env.A", 'A'],
    ["import { A, B as b } from '$env/static/private'", 'A', 'B'],
    ['const { env } = process; env.A', 'A'],
    [
      "getEnv('A'); requireEnv('B'); env.get('C').asString(); configService.getOrThrow<string>('D')",
      'A',
      'B',
      'C',
      'D',
    ],
    ["convict({ port: { env: 'PORT' } })", 'PORT'],
    ['`http://${process.env.HOST}:${process.env.PORT}/`', 'HOST', 'PORT'],
    ['// process.env.A\n/* process.env.B */ "process.env.C"; x = /process.env.D/', ...[]],
    ['if ("A" in process.env) {}', 'A'],
    ["<p>Don't {process.env.A} won't</p>", 'A'],
    ['const a = b / process.env.A / 2', 'A'],
  ]
  it.each(cases)('finds the variables in %s', (code, ...expected) => {
    const reads = read('javascript', code)
    expect(names(reads)).toEqual(expected)
    expect(reads.readsAnything).toBeUndefined()
  })

  it.each([
    'const all = { ...process.env }',
    'spawn("x", { env: process.env })',
    'const { A, ...rest } = process.env',
    'Object.entries(process.env).forEach(f)',
    'export const env = process.env',
    'nconf.argv().env()',
    'const text = `never closed',
  ])('admits that anything may be read in %s', (code) => {
    expect(answers([read('javascript', code)], 'SOME_NAME')).toBe('?')
  })

  it('follows a helper that is handed the name', () => {
    const helper = read('javascript', 'export function must(name) { return process.env[name] ?? fail() }')
    const user = read('javascript', "import { must } from './must'; must('DB_HOST'); must('APP_' + 'KEY')")
    expect(answers([helper, user], 'DB_HOST', 'DB_HOTS', 'APP_KEY', 'OTHER')).toBe('YN?N')
  })

  it('takes a schema for the list of what is read', () => {
    const schema = read(
      'javascript',
      'const schema = z.object({ PORT: z.coerce.number(), DB_URL: z.string().url() }); export const env = schema.parse(process.env)',
    )
    expect(answers([schema], 'PORT', 'DB_URL', 'DATABASE_URL')).toBe('YYN')
  })

  it('stays in doubt about a name that only occurs', () => {
    expect(answers([read('javascript', "const names = ['API_KEY']; process.env.A")], 'API_KEY', 'B')).toBe('?N')
  })

  const listens: readonly [code: string, port: number | undefined, variable: string | undefined][] = [
    ['app.listen(3000)', 3000, undefined],
    ['app.listen(process.env.PORT || 3001, () => {})', 3001, 'PORT'],
    ['const port = Number(process.env.PORT ?? 3002)\napp.listen(port)', 3002, 'PORT'],
    ["await app.listen({ port: 3003, host: '0.0.0.0' })", 3003, undefined],
    ['const { PORT = 3004 } = process.env; app.listen(PORT)', 3004, 'PORT'],
    ['server.listen(0)', undefined, undefined],
    ['server.listen(config.port)', undefined, undefined],
  ]
  it.each(listens)('knows where %s listens', (code, port, variable) => {
    const [found] = read('javascript', code).listens
    expect([found?.port, found?.variable]).toEqual([port, variable])
  })

  it('finds URLs, without credentials, and what replaces them', () => {
    const { urls } = read(
      'javascript',
      "const a = process.env.API_URL || 'http://localhost:8080/v1'; const b = 'postgres://me:pw@db/x'; const c = `http://${h}:80`",
    )
    expect(urls.map(({ scheme, host, port, variable }) => [scheme, host, port, variable])).toEqual([
      ['http', 'localhost', 8080, 'API_URL'],
      ['postgres', 'db', undefined, undefined],
    ])
    expect(JSON.stringify(urls)).not.toContain('pw')
  })
})

describe('Python', () => {
  const cases: readonly [code: string, ...names: string[]][] = [
    ["os.environ['A']; os.environ.get('B', 'x'); os.getenv('C'); os.environ.setdefault('D', '')", 'A', 'B', 'C', 'D'],
    ["from os import environ, getenv\nenviron['A']\ngetenv('B')", 'A', 'B'],
    [
      "env = environ.Env(DEBUG=(bool, False))\nenv('A'); env.bool('B'); env.db(); env.cache()",
      'A',
      'B',
      'CACHE_URL',
      'DATABASE_URL',
      'DEBUG',
    ],
    ["from decouple import config\nconfig('A', default='x', cast=bool)", 'A'],
    ['dj_database_url.config()', 'DATABASE_URL'],
    ["f\"postgres://{os.environ['A']}:{os.getenv('B')}@db\"", 'A', 'B'],
    ['# os.environ["A"]\n"""os.environ["B"]"""', ...[]],
    ["if 'A' in os.environ: pass", 'A'],
    ["@click.option('--x', envvar=['A', 'B'])", 'A', 'B'],
    ['env = os.environ\nenv["A"]', 'A'],
  ]
  it.each(cases)('finds the variables in %s', (code, ...expected) => {
    const reads = read('python', code)
    expect(names(reads)).toEqual(expected)
    expect(reads.readsAnything).toBeUndefined()
  })

  it.each([
    'subprocess.run(x, env=os.environ)',
    'dict(**os.environ)',
    'for k, v in os.environ.items(): pass',
    'x = """',
  ])('admits that anything may be read in %s', (code) => expect(answers([read('python', code)], 'SOME_NAME')).toBe('?'))

  it('reads the fields of settings classes in any case', () => {
    const code = `
class Base(BaseSettings):
    """Settings."""
    database_url: str = "x"
    model_config = SettingsConfigDict(env_prefix="APP_")

class Settings(Base):
    secret: SecretStr = Field(..., alias="TOKEN")
    other_thing = 3

    def method(self):
        local: int = 4

class Plain(BaseModel):
    not_read: str
`
    const sources = [read('python', code)]
    expect(answers(sources, 'DATABASE_URL', 'APP_DATABASE_URL', 'App_Secret', 'TOKEN', 'OTHER_THING')).toBe('YYYYY')
    expect(answers(sources, 'LOCAL', 'NOT_READ', 'APP_SECRETS')).toBe('NNN')
  })

  it('keeps quiet about variables below a prefix', () => {
    expect(answers([read('python', 'app.config.from_prefixed_env()')], 'FLASK_X', 'OTHER')).toBe('?N')
    expect(answers([read('python', 'Dynaconf(envvar_prefix="MYAPP")')], 'MYAPP_X', 'OTHER')).toBe('?N')
    expect(answers([read('python', 'with env.prefixed("DB_"):\n  env("HOST")')], 'DB_HOST', 'OTHER')).toBe('?N')
  })

  const listens: readonly [code: string, port: number | undefined, variable: string | undefined][] = [
    ["app.run(host='0.0.0.0', port=5000)", 5000, undefined],
    ['uvicorn.run(app, port=int(os.getenv("PORT", 8000)))', 8000, 'PORT'],
    ["HTTPServer(('', 8081), Handler)", 8081, undefined],
    ['PORT = 9000\nsocket.bind(("0.0.0.0", PORT))', 9000, undefined],
    ['app.run()', undefined, undefined],
  ]
  it.each(listens)('knows where %s listens', (code, port, variable) => {
    const [found] = read('python', code).listens
    expect([found?.port, found?.variable]).toEqual([port, variable])
  })
})

describe('other files', () => {
  it('reads shell scripts', () => {
    expect(names(read('shell', 'echo "$A ${B:-x} ${#C}"'))).toEqual(['A', 'B', 'C'])
    expect(answers([read('shell', 'envsubst < a > b')], 'X')).toBe('?')
    expect(answers([read('shell', "envsubst '$A' < a > b")], 'A', 'X')).toBe('YN')
  })

  it('cannot tell anything of other languages', () => {
    expect(answers([read('other', 'System.getenv("X")')], 'X')).toBe('?')
  })
})

describe('any text', () => {
  const piece = fc.constantFrom(
    ...[
      'process.env',
      'os.environ',
      'const {',
      '} = ',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '`',
      '${',
      '"',
      "'",
      '"""',
      '\\',
      '\n',
    ],
    ...[
      '//',
      '/*',
      '*/',
      '#',
      '.',
      ',',
      '=',
      'config',
      'configuration',
      'GetSection',
      'class A(BaseSettings):',
      '$"',
      '@"',
    ],
    ...['listen', 'port', '3000', 'env', ' ', '/', '<', '>', '...', 'f"', 'import', 'from', 'GetEnvironmentVariable'],
  )
  it.each(['csharp', 'javascript', 'python', 'shell', 'other'] as const)('survives as %s', (language) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 80 }), (pieces) => {
        const text = pieces.join('')
        const reads = read(language, text)
        combineReads([reads]).reads('A_B')
        const found = [...reads.variables, ...reads.keys, ...reads.listens, ...reads.urls, ...reads.prefixes]
        for (const { start, end } of [...found.map((one) => one.origin), ...reads.mentions.values()]) {
          expect(start >= 0 && start <= end && end <= text.length).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each(['(', '{', '`${', 'f"{', 'listen(', 'const {a}=process.env[', 'class A(BaseSettings):\n '])(
    'reads %j in great number within bounded time',
    (text) => {
      for (const language of ['csharp', 'javascript', 'python'] as const) {
        expect(read(language, text.repeat(20_000)).mentions.size).toBeLessThan(20)
      }
    },
  )
})
