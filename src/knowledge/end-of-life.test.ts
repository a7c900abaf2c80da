import { describe, expect, it } from 'vitest'
import { parseImageReference } from '../core/image-reference.ts'
import { endOfLife } from './end-of-life.ts'

const ended = (text: string, today = '2026-11-22'): string | undefined => {
  const reference = parseImageReference(text)
  const end = reference && endOfLife(reference, today)
  return end && `${end.product} ${end.version} ${end.date}`
}

describe('endOfLife', () => {
  it.each([
    ['node:14', 'Node.js 14 2023-04-30'],
    ['node:14.17.3-alpine3.14', 'Node.js 14 2023-04-30'],
    ['node:22-buster', 'Debian 10 (buster) 2024-06-30'],
    ['node:22-alpine3.18', 'Alpine Linux 3.18 2025-05-09'],
    ['node:lts-buster-slim', 'Debian 10 (buster) 2024-06-30'],
    ['rust:buster', 'Debian 10 (buster) 2024-06-30'],
    ['python:3.7-alpine', 'Python 3.7 2023-06-27'],
    ['python:2', 'Python 2 2020-01-01'],
    ['mcr.microsoft.com/dotnet/sdk:5.0', '.NET 5 2022-05-10'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', '.NET 8 2026-11-10'],
    ['mcr.microsoft.com/dotnet/core/sdk:3.1', '.NET 3.1 2022-12-13'],
    ['postgres:12-alpine', 'PostgreSQL 12 2024-11-21'],
    ['postgres:9.6.24', 'PostgreSQL 9.6 2021-11-11'],
    ['postgres:9', 'PostgreSQL 9 2021-11-11'],
    ['mysql:5', 'MySQL 5 2023-10-31'],
    ['mysql:8.0.27', 'MySQL 8.0 2026-04-30'],
    ['mariadb:10.6.4-focal', 'Ubuntu 20.04 (focal) 2025-05-31'],
    ['mongo:4.2.0', 'MongoDB 4.2 2023-04-30'],
    ['nginx:1.13-alpine', 'nginx 1.13 2018-04-17'],
    ['nginx:1.21.6', 'nginx 1.21 2022-06-21'],
    ['elasticsearch:7.16.1', 'Elasticsearch 7 2026-01-15'],
    ['eclipse-temurin:17-jre-focal', 'Ubuntu 20.04 (focal) 2025-05-31'],
    ['openjdk:11-jre-slim', 'OpenJDK 11 2022-07-31'],
    ['debian:buster-slim', 'Debian 10 (buster) 2024-06-30'],
    ['debian:10', 'Debian 10 2024-06-30'],
    ['ubuntu:18.04', 'Ubuntu 18.04 2023-05-31'],
    ['alpine:3.14', 'Alpine Linux 3.14 2023-05-01'],
    ['centos:7', 'CentOS 7 2024-06-30'],
    ['golang:1.18-alpine', 'Go 1.18 2023-02-01'],
    ['gcr.io/distroless/java17-debian11', 'Debian 11 2026-08-31'],
    ['traefik:2.6', 'Traefik 2.6 2022-05-24'],
    ['bitnami/redis:6.0', 'Redis 6.0 2022-05-31'],
    ['grafana/grafana:5.2.4', 'Grafana 5.2.4 2021-06-08'],
  ])('%s: %s', (text, expected) => expect(ended(text)).toBe(expected))

  it.each([
    'node',
    'node:latest',
    'node:22',
    'node:22-bookworm-slim',
    'node:24-alpine3.23',
    'python:3',
    'python:3.12-slim',
    'postgres:16-alpine',
    'postgres:18',
    'mysql:8',
    'mysql:8.4',
    'mariadb:10',
    'mariadb:10.11',
    'mongo:7',
    'redis:7',
    'redis:7-alpine',
    'nginx:1.30-alpine',
    'mcr.microsoft.com/dotnet/aspnet:10.0',
    'ubuntu:22.04',
    'debian:bookworm',
    'debian:12-slim',
    'alpine:3',
    'alpine:3.23.1',
    'golang:1.27',
    'myregistry.example/node:14',
    'example/app:14',
    'app:8',
    'wordpress:6-php8.2-apache',
  ])('%s has not ended, as far as its name tells', (text) => expect(ended(text)).toBeUndefined())

  it('depends on the day', () => {
    expect(ended('mcr.microsoft.com/dotnet/aspnet:8.0', '2026-11-09')).toBeUndefined()
    expect(ended('mcr.microsoft.com/dotnet/aspnet:8.0', '2026-11-10')).toBe('.NET 8 2026-11-10')
  })
})
