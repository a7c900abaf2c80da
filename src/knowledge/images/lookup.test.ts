import { describe, expect, it } from 'vitest'
import { type ImageReference, parseImageReference } from '../../core/image-reference.ts'
import { allProfiles, imageProfile, tagVersion, toolInImage } from './lookup.ts'
import type { ImageProfile } from './profile.ts'

function reference(text: string): ImageReference {
  const parsed = parseImageReference(text)
  if (!parsed) throw new Error(`${text} is no image reference`)
  return parsed
}

function profile(text: string): ImageProfile {
  const found = imageProfile(reference(text))
  if (!found) throw new Error(`${text} has no profile`)
  return found
}

describe('the data', () => {
  it('names every repository once, and as Docker would', () => {
    const names = allProfiles().flatMap((data) => data.names)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    expect(names.filter((name) => parseImageReference(name)?.familiarName !== name)).toEqual([])
  })

  it.each(allProfiles().map((data) => [data.names[0], data.about()] as const))(
    '%s has dated evidence for its facts',
    (_, data) => {
      expect(data.evidence['*']).toBeDefined()
      for (const evidence of Object.values(data.evidence)) {
        expect(evidence.source).toMatch(/\S/)
        expect(evidence.date).toMatch(/^20\d\d-[01]\d-[0-3]\d$/)
      }
    },
  )

  it.each(allProfiles().map((data) => [data.names[0], data.about()] as const))('%s is well formed', (_, data) => {
    for (const facts of [data, ...(data.variants ?? []).map((variant) => variant.facts)]) {
      for (const path of [...(facts.volumes ?? []), ...(facts.data ?? []), ...(facts.writes ?? [])])
        expect(path).toMatch(/^\//)
      for (const port of facts.ports ?? []) expect(port > 0 && port < 65536).toBe(true)
      for (const capability of facts.capabilities?.add ?? []) expect(capability).toMatch(/^[A-Z_]+$/)
      if (facts.probe) expect(facts.probe[0]).toMatch(/^CMD(?:-SHELL)?$/)
    }
  })

  it('suggests only probes whose program is in the image', () => {
    for (const data of allProfiles()) {
      const found = profile(data.names[0] ?? '')
      const program = found.probe?.[1]?.split(' ')[0]
      if (program !== undefined)
        expect([found.repository, toolInImage(found, program)]).toEqual([found.repository, 'present'])
    }
  })
})

describe('imageProfile', () => {
  it.each(['example/app', 'ghcr.io/owner/nginx', 'registry.example/postgres:16', 'nginx-custom', 'bitnami/unknown'])(
    'knows nothing of %s',
    (text) => expect(imageProfile(reference(text))).toBeUndefined(),
  )

  it.each([
    'postgres',
    'library/postgres:16',
    'docker.io/library/postgres',
    'public.ecr.aws/docker/library/postgres:16',
    'mirror.gcr.io/library/postgres',
  ])('knows %s as postgres', (text) => expect(profile(text)).toMatchObject({ role: 'data-store', ports: [5432] }))

  it.each([
    ['postgres:17', ['/var/lib/postgresql/data']],
    ['postgres:18', ['/var/lib/postgresql']],
    ['postgres:latest', ['/var/lib/postgresql']],
    ['postgres:alpine', ['/var/lib/postgresql']],
    ['postgres:15-alpine', ['/var/lib/postgresql/data']],
    ['postgres:9.6', ['/var/lib/postgresql/data']],
  ])('%s keeps its data in %j', (text, data) => expect(profile(text).data).toEqual(data))

  it.each([
    ['postgres:16', 0, 999],
    ['postgres:16-alpine3.20', 0, 70],
    ['redis:7', 0, 999],
    ['nginx', 0, undefined],
    ['nginxinc/nginx-unprivileged:1.27-alpine', 101, undefined],
    ['dpage/pgadmin4', 5050, undefined],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 0, undefined],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', 0, undefined],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled', 1654, undefined],
    ['mcr.microsoft.com/dotnet/aspnet:9.0-azurelinux3.0-distroless', 1654, undefined],
    ['gcr.io/distroless/static-debian12', 0, undefined],
    ['gcr.io/distroless/static-debian12:nonroot', 65532, undefined],
    ['grafana/grafana:10.4.2', 472, undefined],
    ['prom/prometheus', 65534, undefined],
    ['haproxy:2.8', 99, undefined],
    ['memcached:1.6-alpine', 11211, undefined],
  ])('%s starts as %i and drops to %s', (text, uid, drops) => {
    expect(profile(text).user?.uid).toBe(uid)
    expect(profile(text).dropsTo?.uid).toBe(drops)
  })

  it('leaves out what the variants differ in when only a digest is given', () => {
    const found = profile(`postgres@sha256:${'a'.repeat(64)}`)
    expect(found.dropsTo).toBeUndefined()
    expect(found.data).toBeUndefined()
    expect(found.base).toBeUndefined()
    expect(found.ports).toEqual([5432])
  })

  it.each([
    ['elasticsearch:7.17.0', true],
    ['elasticsearch:8.12.0', false],
  ])('%s is open when nothing is configured: %s', (text, open) => {
    const conditions = profile(text).authentication?.open ?? []
    expect(conditions.some((condition) => condition.kind === 'none-of-environment')).toBe(open)
  })

  it.each([
    ['elasticsearch:7.16.1', 0, ['KILL', 'SETGID', 'SETUID', 'SYS_CHROOT']],
    ['elasticsearch:8.12.0', 1000, []],
  ])('%s starts as %s and needs %s', (text, uid, capabilities) => {
    const found = profile(text)
    expect([found.user?.uid, found.capabilities?.add]).toEqual([uid, capabilities])
  })

  it.each([
    ['eclipse-temurin:17-jre-focal', 'runtime'],
    ['eclipse-temurin:17-jdk', 'toolchain'],
    ['openjdk:11-jre-slim', 'runtime'],
    ['golang:1.22-alpine', 'toolchain'],
    ['mcr.microsoft.com/dotnet/sdk:8.0', 'toolchain'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'runtime'],
    ['node:22', 'runtime'],
    ['scratch', 'os'],
    ['adminer', 'admin-tool'],
    ['redis', 'cache'],
  ])('%s is a %s', (text, role) => expect(profile(text).role).toBe(role))

  it('knows that rabbitmq refuses _FILE variables', () =>
    expect(profile('rabbitmq').authentication?.files).toBe('refused'))
})

describe('toolInImage', () => {
  it.each([
    ['nginx', 'curl', 'present'],
    ['nginx:alpine', 'curl', 'present'],
    ['nginx:1.27-alpine', 'wget', 'present'],
    ['nginx:1.27-alpine-slim', 'curl', 'absent'],
    ['nginx:1.27-alpine-slim', 'wget', 'present'],
    ['nginx', 'wget', 'absent'],
    ['node:22', 'curl', 'present'],
    ['node:22-slim', 'curl', 'absent'],
    ['node:22-bookworm-slim', 'wget', 'absent'],
    ['node:22-alpine', 'wget', 'present'],
    ['node:22-alpine', 'curl', 'absent'],
    ['node:22-alpine', 'node', 'present'],
    ['node:22-alpine', 'bash', 'absent'],
    ['python:3.12-slim', 'curl', 'absent'],
    ['python:3.12-slim', 'python', 'present'],
    ['python:3.12-alpine', 'wget', 'present'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'curl', 'absent'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'wget', 'absent'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', 'wget', 'present'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', 'curl', 'absent'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled', 'sh', 'absent'],
    ['mcr.microsoft.com/dotnet/sdk:8.0', 'curl', 'present'],
    ['mcr.microsoft.com/dotnet/runtime:9.0', 'curl', 'absent'],
    ['postgres:15-alpine', 'pg_isready', 'present'],
    ['postgres:15', 'curl', 'absent'],
    ['redis:7-alpine', 'redis-cli', 'present'],
    ['mysql:8.4', 'mysqladmin', 'present'],
    ['mysql:8.4', 'curl', 'unknown'],
    ['mongo:7', 'mongosh', 'present'],
    ['mongo:4.4', 'mongo', 'present'],
    ['gcr.io/distroless/static', 'sh', 'absent'],
    ['gcr.io/distroless/base:debug', 'wget', 'present'],
    ['quay.io/keycloak/keycloak:24.0', 'curl', 'absent'],
    ['eclipse-temurin:17-jre-alpine', 'wget', 'present'],
    ['eclipse-temurin:17-jre', 'curl', 'present'],
    ['php:8.3-fpm-alpine', 'curl', 'present'],
    ['dpage/pgadmin4', 'wget', 'present'],
    ['dpage/pgadmin4', 'curl', 'absent'],
    ['alpine:3.20', 'nc', 'present'],
    ['debian:12-slim', 'nc', 'absent'],
    ['opensearchproject/opensearch', 'jq', 'unknown'],
  ])('%s: %s is %s', (text, command, expected) => expect(toolInImage(profile(text), command)).toBe(expected))
})

describe('tagVersion', () => {
  it.each([
    ['nginx', 'none'],
    ['nginx:latest', 'latest'],
    ['nginx:alpine', 'variant-only'],
    ['nginx:1.27', 'floating'],
    ['nginx:1.27-alpine', 'floating'],
    ['nginx:1.27.4-alpine', 'exact'],
    ['postgres:15-alpine', 'floating'],
    ['postgres:15.3-alpine', 'exact'],
    ['postgres:9.6', 'floating'],
    ['postgres:9.6.24', 'exact'],
    ['mariadb:10.6', 'floating'],
    ['mariadb:10.6.4-focal', 'exact'],
    ['mysql:8', 'floating'],
    ['redis:7.2', 'floating'],
    ['traefik:2.6', 'floating'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', 'floating'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0.11-alpine3.20', 'exact'],
    ['mcr.microsoft.com/azure-sql-edge:1.0.4', 'exact'],
    ['mcr.microsoft.com/mssql/server:2022-latest', 'floating'],
    ['mcr.microsoft.com/mssql/server:2022-CU14-ubuntu-22.04', 'exact'],
    ['debian:bookworm-slim', 'floating'],
    ['debian:12', 'floating'],
    ['debian:12.5-slim', 'exact'],
    ['debian:bookworm-20240612-slim', 'exact'],
    ['ubuntu:22.04', 'floating'],
    ['ubuntu:jammy', 'floating'],
    ['ubuntu:jammy-20240530', 'exact'],
    ['node:bookworm', 'variant-only'],
    ['node:lts-alpine', 'channel'],
    ['eclipse-temurin:17-jre-focal', 'floating'],
    ['eclipse-temurin:17.0.10_7-jre', 'exact'],
    ['wurstmeister/kafka:2.13-2.8.1', 'exact'],
    ['dpage/pgadmin4:8', 'floating'],
    ['dpage/pgadmin4:8.5', 'exact'],
    ['ghcr.io/owner/app:42', 'exact'],
    ['registry.example/app:1.2', 'exact'],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:7', 'exact'],
    ['owner/app:1421', 'exact'],
    ['myapp:3', 'exact'],
    ['myapp', 'none'],
    ['couchdb:3', 'floating'],
    ['owner/app:2', 'floating'],
    ['owner/app:3f2a9c1', 'exact'],
    ['minio/minio:RELEASE.2024-01-31T20-20-33Z', 'exact'],
    ['clickhouse/clickhouse-server:24.3', 'floating'],
    ['nginx:stable-alpine', 'channel'],
    ['redis:latest-alpine', 'latest'],
  ])('%s is %s', (text, kind) => expect(tagVersion(reference(text)).kind).toBe(kind))

  it('takes any number as exact for an image of one’s own', () => {
    expect(tagVersion(reference('owner/app:2'), true).kind).toBe('exact')
    expect(tagVersion(reference('app:latest'), true).kind).toBe('latest')
  })
})
