import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** The Dockerfile after its repair on a day, or why it stays as it is. */
async function repaired(text: string, today = '2026-11-22'): Promise<string> {
  const tree = memoryTree({ Dockerfile: text })
  const { before, files } = await fixWith([rule], tree, { guarded: true, today })
  const refused = before.findings.flatMap(({ places }) =>
    places.flatMap(({ fix }) => (fix?.status === 'refused' ? [fix.because] : [])),
  )
  return files.get('Dockerfile') ?? `refused: ${refused.join(', ')}`
}

it.each([
  ['FROM python:3.9-slim\n', 'FROM python:3.11-slim\n'],
  ['FROM python:3.9-slim AS a\nFROM python:3.9-slim\n', 'FROM python:3.11-slim AS a\nFROM python:3.11-slim\n'],
  ['ARG PY=3.9\nFROM python:${PY}-slim\n', 'ARG PY=3.11\nFROM python:${PY}-slim\n'],
  ['FROM rust:buster AS b\nFROM debian:buster-slim\n', 'FROM rust:bookworm AS b\nFROM debian:bookworm-slim\n'],
  ['FROM golang:1.18 AS build\nFROM scratch\n', 'FROM golang:1.27 AS build\nFROM scratch\n'],
])('%j becomes %j', async (text, expected) => expect(await repaired(text)).toBe(expected))

it('passes over a line whose support is about to end', async () =>
  expect(await repaired('FROM python:3.9-slim\n', '2027-09-01')).toBe('FROM python:3.12-slim\n'))

it.each([
  ['the version is a part of paths', 'FROM python:3.9-slim AS a\nCOPY --from=a /usr/lib/python3.9 /x\n', /names 3\.9 /],
  ['the system is named', 'FROM node:22-buster\nRUN echo deb http://x buster main > /l\n', /names buster /],
  ['packages are exact', 'FROM node:22-buster\nRUN apt-get install -y curl=7.64.0-4\n', /exact packages/],
  ['a bare system has packages of its own', 'FROM debian:buster-slim\nRUN apt-get install -y curl\n', /installs what/],
  ['that would stay behind', 'FROM rust:buster AS b\nFROM debian:buster-slim\nRUN apt-get update\n', /on one system/],
  ['a digest says which', `FROM python:3.9-slim@sha256:${'a'.repeat(64)}\n`, /no supported release/],
  ['programs would break', 'FROM node:14-alpine\n', /no supported release/],
])('refuses where %s', async (_, text, because) => expect(await repaired(text)).toMatch(because))
