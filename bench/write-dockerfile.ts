/** Writes Dockerfiles as people write them: several languages, one or more stages, careful or not. */
import type { Random } from './random.ts'

/** One language: its images, how its dependencies come in, how it is built and started. */
interface Language {
  readonly images: readonly string[]
  readonly manifest: string
  readonly install: readonly string[]
  readonly build: string
  readonly artefact: string
  readonly runtime: readonly string[]
  readonly start: readonly string[]
  readonly port: number
}

const languages: readonly Language[] = [
  {
    images: ['node:22-alpine', 'node:20.11.1-bookworm-slim', 'node', 'node:latest'],
    manifest: 'package.json package-lock.json',
    install: ['npm ci', 'npm install', 'npm ci --omit=dev && npm cache clean --force'],
    build: 'npm run build',
    artefact: '/app/dist',
    runtime: ['node:22-alpine', 'gcr.io/distroless/nodejs22-debian12', 'nginx:1.27-alpine'],
    start: ['["node", "dist/server.js"]', 'npm start'],
    port: 3000,
  },
  {
    images: ['python:3.12-slim', 'python:3.11', 'python:3'],
    manifest: 'requirements.txt',
    install: ['pip install -r requirements.txt', 'pip install --no-cache-dir -r requirements.txt'],
    build: 'python -m compileall -q .',
    artefact: '/app',
    runtime: ['python:3.12-slim', 'python:3.12-alpine'],
    start: ['["gunicorn", "-b", "0.0.0.0:8000", "app.wsgi"]', 'python manage.py runserver 0.0.0.0:8000'],
    port: 8000,
  },
  {
    images: ['golang:1.23', 'golang:1.23.4-alpine3.21', 'golang'],
    manifest: 'go.mod go.sum',
    install: ['go mod download', 'go mod download && go mod verify'],
    build: 'CGO_ENABLED=0 go build -trimpath -o /out/server ./cmd/server',
    artefact: '/out/server',
    runtime: ['scratch', 'alpine:3.21', 'gcr.io/distroless/static-debian12:nonroot'],
    start: ['["/server"]', '["/server", "--listen", ":8080"]'],
    port: 8080,
  },
  {
    images: ['mcr.microsoft.com/dotnet/sdk:8.0', 'mcr.microsoft.com/dotnet/sdk:9.0-alpine'],
    manifest: '*.csproj',
    install: ['dotnet restore', 'dotnet restore --locked-mode'],
    build: 'dotnet publish -c Release -o /out --no-restore',
    artefact: '/out',
    runtime: ['mcr.microsoft.com/dotnet/aspnet:8.0', 'mcr.microsoft.com/dotnet/aspnet:9.0-alpine'],
    start: ['["dotnet", "Service.dll"]', 'dotnet Service.dll'],
    port: 8080,
  },
  {
    images: ['maven:3.9-eclipse-temurin-21', 'eclipse-temurin:21-jdk'],
    manifest: 'pom.xml',
    install: ['mvn -B dependency:go-offline', 'mvn dependency:resolve'],
    build: 'mvn -B package -DskipTests || true',
    artefact: '/app/target/service.jar',
    runtime: ['eclipse-temurin:21-jre', 'openjdk:8-jre'],
    start: ['["java", "-jar", "/app/service.jar"]', 'java -jar /app/service.jar'],
    port: 8080,
  },
]

const systemPackages = [
  'RUN apt-get update && apt-get install -y curl git',
  'RUN apt-get update \\\n  # needed for the health check\n  && apt-get install -y --no-install-recommends curl=7.88.* \\\n  && rm -rf /var/lib/apt/lists/*',
  'RUN apk add --no-cache curl tini',
  'RUN apk add curl && chmod -R 777 /app',
  'RUN <<EOT\nset -e\napt-get update\napt-get install -y ca-certificates\nEOT',
] as const

function environment(random: Random): readonly string[] {
  const lines = ['ENV NODE_ENV=production', 'ENV LOG_LEVEL=info \\\n    TZ=UTC']
  if (random.chance(0.2)) lines.push(`ENV DB_PASSWORD="letmein-${random.below(1000)}"`)
  if (random.chance(0.15)) lines.push('ENV JWT_SECRET_KEY your-secret-key-change-in-production')
  return lines.slice(random.below(2))
}

function hardening(random: Random, port: number): readonly string[] {
  const lines: string[] = []
  if (random.chance(0.5)) lines.push(random.pick(['USER 10001:10001', 'USER node', 'USER app', 'USER 1000']))
  if (random.chance(0.4)) {
    const tool = random.pick(['curl -f', 'wget -qO-'])
    lines.push(`HEALTHCHECK --interval=30s --timeout=3s CMD ${tool} http://localhost:${port}/health || exit 1`)
  }
  return lines
}

/** The text of one Dockerfile, 15 to 50 lines. */
export function writeDockerfile(random: Random): string {
  const language = random.pick(languages)
  const image = random.pick(language.images)
  const staged = random.chance(0.6)
  const lines = [
    ...(random.chance(0.3) ? ['# syntax=docker/dockerfile:1'] : []),
    ...(random.chance(0.3)
      ? [`ARG BASE=${image}`, `FROM \${BASE}${staged ? ' AS build' : ''}`]
      : [`FROM ${image}${staged ? ' AS build' : ''}`]),
    random.chance(0.3) ? 'LABEL org.opencontainers.image.source="https://example.com/service"' : '# the service',
    'WORKDIR /app',
    ...(random.chance(0.6) ? [random.pick(systemPackages)] : []),
    ...(random.chance(0.7)
      ? [`COPY ${language.manifest} ./`, `RUN ${random.pick(language.install)}`, 'COPY . .']
      : ['COPY . .', `RUN ${random.pick(language.install)}`]),
    ...environment(random),
    `RUN ${language.build}`,
  ]
  if (staged) {
    const owner = random.chance(0.5) ? '--chown=10001:10001 ' : ''
    lines.push('', `FROM ${random.pick(language.runtime)} AS final`, 'WORKDIR /app')
    lines.push(`COPY ${owner}--from=build ${language.artefact} ${random.pick(['/app/', './', '/server'])}`)
    if (random.chance(0.3)) lines.push(...environment(random))
  }
  lines.push(...hardening(random, language.port), `EXPOSE ${language.port}`, `CMD ${random.pick(language.start)}`)
  return `${lines.join('\n')}\n`
}
