import { describe, expect, it } from 'vitest'
import { spansOf } from '../../core/origin.ts'
import { frameworkVariables } from './framework-variables.ts'
import { type Ecosystem, manifestKind, parseManifest } from './manifest.ts'

const read = (ecosystem: Ecosystem, text: string) => parseManifest({ file: 'm', text, utf8: true }, ecosystem)

describe('manifestKind', () => {
  it.each([
    ['auth/package.json', 'npm'],
    ['requirements.txt', 'python'],
    ['requirements-dev.txt', 'python'],
    ['pyproject.toml', 'python'],
    ['Api.csproj', 'dotnet'],
    ['package-lock.json', undefined],
  ] as const)('%s', (path, kind) => expect(manifestKind(path)).toBe(kind))
})

describe('parseManifest', () => {
  const cases: readonly [ecosystem: Ecosystem, text: string, ...libraries: string[]][] = [
    [
      'npm',
      '{"dependencies": {"next": "15", "@Prisma/client": "6"}, "devDependencies": {"vite": "7"}}',
      'next',
      '@prisma/client',
      'vite',
    ],
    ['npm', '{"dependencies": {"next": ', 'next'],
    [
      'python',
      '# x\nDjango==5.0\nuvicorn[standard]>=0.30 # y\n-r base.txt\ndj_database_url',
      'django',
      'uvicorn',
      'dj-database-url',
    ],
    ['python', '[project]\ndependencies = ["fastapi>=0.1", "gunicorn"]', 'dependencies', 'fastapi', 'gunicorn'],
    ['python', '[tool.poetry.dependencies]\nflask = "^3.0"', 'flask'],
    [
      'dotnet',
      '<Project Sdk="Microsoft.NET.Sdk.Web"><PackageReference Include="Serilog.AspNetCore" Version="8" /></Project>',
      'microsoft.net.sdk.web',
      'serilog.aspnetcore',
    ],
  ]
  it.each(cases)('finds the libraries of %s in %j', (ecosystem, text, ...libraries) => {
    const found = read(ecosystem, text).libraries
    expect(found.map(({ name }) => name)).toEqual(libraries)
    for (const { name, origin } of found) {
      const [place] = spansOf(origin)
      expect(text.slice(place?.start, place?.end).toLowerCase().replaceAll('_', '-')).toContain(name)
    }
  })

  it('keeps the scripts', () => {
    expect(read('npm', '{"scripts": {"start": "node ."}}').scripts).toMatchObject([
      { name: 'start', command: 'node .' },
    ])
  })
})

describe('frameworkVariables', () => {
  const manifest = (file: string, text: string) => ({ file, text, utf8: true })
  const next = manifest('package.json', '{"dependencies": {"next": "15"}}')
  const express = manifest('package.json', '{"dependencies": {"express": "5"}}')
  const django = manifest('requirements.txt', 'Django\ngunicorn')
  const api = manifest('Api.csproj', '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>')
  it.each([
    [next, 'PORT', 'Next.js'],
    [next, 'NEXT_TELEMETRY_DISABLED', 'Next.js'],
    [express, 'PORT', undefined],
    [express, 'NODE_ENV', 'Node.js'],
    [express, 'TZ', 'the system'],
    [express, 'LOG_LEVEL', undefined],
    [django, 'DJANGO_SETTINGS_MODULE', 'Django'],
    [django, 'DJANGO_SECRET_KEY', undefined],
    [django, 'PYTHONUNBUFFERED', 'Python'],
    [django, 'GUNICORN_CMD_ARGS', 'Gunicorn'],
    [django, 'FLASK_APP', undefined],
    [api, 'ASPNETCORE_URLS', '.NET'],
    [api, 'Logging__LogLevel__Default', 'ASP.NET Core'],
    [api, 'JwtSettings__SecretKey', undefined],
  ] as const)('$0.text $1', (file, variable, reader) => {
    expect(frameworkVariables([file]).reads(variable)?.reader).toBe(reader)
  })

  it('says where the library is declared', () => {
    expect(spansOf(frameworkVariables([next]).reads('PORT')?.origin ?? { kind: 'default', of: '' })).toHaveLength(1)
  })
})
