import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** Severity and place of each finding. */
async function foundIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const report = await auditWith([rule], memoryTree(files), { today: '2026-06-01' })
  return report.findings
    .filter((finding) => finding.rule === rule.id)
    .flatMap(({ places }) =>
      places.map(({ severity, location }) => `${severity} ${location.file}:${location.startLine}`),
    )
}

describe('what is weight rather than tools', () => {
  it.each([
    ['a JDK that runs a program', 'FROM eclipse-temurin:21-jdk\nCOPY app.jar /\n', 'low Dockerfile:1'],
    ['headers', 'FROM python:3.13.1-slim\nRUN apt-get install -y libpq-dev\n', 'low Dockerfile:2'],
    ['a JDK that builds it too', 'FROM eclipse-temurin:21-jdk\nRUN ./mvnw package\n', 'medium Dockerfile:1'],
  ])('%s', async (_, Dockerfile, expected) => expect(await foundIn({ Dockerfile })).toEqual([expected]))
})

describe('false alarms', () => {
  it.each([
    ['a JRE', 'FROM eclipse-temurin:21-jre\nCOPY app.jar /\n'],
    ['scratch', 'FROM golang:1.25.4 AS build\nRUN go build -o /s .\nFROM scratch\nCOPY --from=build /s /s\n'],
    [
      'removed by a variable',
      'FROM php:8.4-fpm\nRUN apt-get install -y gcc && pecl install redis && apt-get purge -y $PHPIZE_DEPS\n',
    ],
    ['dependencies of an interpreter', 'FROM node:24-alpine\nCOPY package*.json ./\nRUN npm ci --omit=dev\n'],
    ['runtime libraries', 'FROM debian:12.8-slim\nRUN apt-get install -y libpq5 curl ca-certificates\n'],
    ['a test stage', 'FROM golang:1.25.4 AS test\nRUN go test ./...\n'],
  ])('%s', async (_, Dockerfile) => expect(await foundIn({ Dockerfile })).toEqual([]))
})

describe('images for a desk', () => {
  const Dockerfile = 'FROM golang:1.25.4\nRUN go build -o /s .\n'

  it('are left alone where another one beside them is for production', async () =>
    expect(
      await foundIn({
        Dockerfile,
        'release.Dockerfile': 'FROM alpine:3.22\nCOPY s /s\n',
        'docker-compose.yml': 'services: { api: { build: { context: ., dockerfile: release.Dockerfile } } }\n',
        'docker-compose.dev.yml': 'services: { api: { build: { context: ., dockerfile: Dockerfile } } }\n',
      }),
    ).toEqual([]))

  it('count where they are the only ones', async () =>
    expect(await foundIn({ Dockerfile, 'docker-compose.dev.yml': 'services: { api: { build: . } }\n' })).toEqual([
      'medium Dockerfile:1',
    ]))
})
