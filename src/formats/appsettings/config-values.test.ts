import { describe, expect, it } from 'vitest'
import { type ConfigKind, configKind, configValues } from './config-values.ts'

describe('configKind', () => {
  it.each([
    ['src/Api/appsettings.json', 'dotnet'],
    ['appsettings.Production.json', 'dotnet'],
    ['appsettings.example.json', 'dotnet'],
    ['src/main/resources/application.properties', 'properties'],
    ['application-prod.yml', 'yaml'],
    ['config/default.json', 'json'],
    ['server/config/keys.json', 'json'],
    ['config.json', 'json'],
    ['alembic.ini', 'ini'],
    ['settings.toml', 'ini'],
    ['.secrets.toml', 'ini'],
    ['package.json', undefined],
    ['tsconfig.json', undefined],
    ['.vscode/settings.json', undefined],
    ['config/settings.py', 'python'],
    ['setup.cfg', undefined],
    ['pyproject.toml', undefined],
    ['data/users.json', undefined],
  ] as const)('%s', (path, kind) => expect(configKind(path)).toBe(kind))
})

describe('configValues', () => {
  const cases: readonly [kind: ConfigKind, text: string, ...expected: (readonly [string, string])[]][] = [
    [
      'dotnet',
      '{ /* dev */ "Jwt": { "SecretKey": "k", "Keys": ["a", {"b": 1}] }, "On": true, "No": null, }',
      ['Jwt:SecretKey', 'k'],
      ['Jwt:Keys:0', 'a'],
      ['Jwt:Keys:1:b', '1'],
      ['On', 'true'],
    ],
    ['json', '{"db": {"password": "x"}}', ['db.password', 'x']],
    ['yaml', 'spring:\n  datasource: {password: x}\n---\na: [1]', ['spring.datasource.password', 'x'], ['a[0]', '1']],
    ['properties', 'a.b=c', ['a.b', 'c']],
    ['ini', '[a]\nb=c', ['a.b', 'c']],
    ['dotnet', '{"a": "b"', ['a', 'b']],
    ['dotnet', '', ...[]],
  ]
  it.each(cases)('flattens %s %j', (kind, text, ...expected) => {
    const values = configValues({ file: 'x', text, utf8: true }, kind)
    expect(values.map(({ key, value }) => [key, value])).toEqual(expected)
    for (const { value, origin } of values) expect(text.slice(origin.start, origin.end)).toContain(value)
  })
})

describe('Python settings', () => {
  const text = [
    "SECRET_KEY = 'plain'  # why",
    'NAME: str = "typed"',
    "KEY = os.environ['KEY']",
    "F = f'{x}'",
    "    'PASSWORD': 'inner',",
    "def f(): X = 'local'",
  ].join('\n')
  const values = configValues({ file: 'settings.py', text, utf8: true }, 'python')

  it('are plain texts under a name or a key', () =>
    expect(values.map(({ key, value }) => [key, value])).toEqual([
      ['SECRET_KEY', 'plain'],
      ['NAME', 'typed'],
      ['PASSWORD', 'inner'],
    ]))

  it('know their place', () =>
    expect(values.map(({ origin }) => text.slice(origin.start, origin.end))).toEqual(["'plain'", '"typed"', "'inner'"]))
})
