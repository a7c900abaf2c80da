import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** Line of each finding, in a Dockerfile of these lines. */
async function foundIn(...lines: readonly string[]): Promise<readonly number[]> {
  const report = await auditWith([rule], memoryTree({ Dockerfile: `${lines.join('\n')}\n` }), { today: '2026-06-01' })
  return report.findings.flatMap(({ places }) =>
    places.flatMap(({ location }) => (location.kind === 'file' ? [location.startLine] : [])),
  )
}

describe('no tag', () => {
  it.each([
    ['behind a platform', ['FROM --platform=$BUILDPLATFORM node AS build'], [1]],
    ['behind a registry with a port', ['FROM registry.example.com:5000/node'], [1]],
    ['in a variable', ['ARG BASE=node', 'FROM $BASE'], [2]],
    ['but for what somebody puts into a variable', ['ARG SUFFIX', 'FROM alpine$SUFFIX'], [2]],
    ['in lower case', ['from node as build'], [1]],
  ])('%s', async (_, lines, expected) => expect(await foundIn(...lines)).toEqual(expected))
})

describe('false alarms', () => {
  it.each([
    ['a stage of the file', ['FROM node:24.11.1 AS build', 'FROM build', 'FROM Build AS test']],
    [
      'a stage behind a platform',
      ['FROM --platform=$BUILDPLATFORM node:24.11.1 AS build', 'FROM --platform=linux/amd64 build'],
    ],
    ['a tag in a variable', ['ARG TAG', 'FROM node:${TAG}']],
    ['a tag in a default', ['ARG BASE=node:24.11.1', 'FROM ${BASE}']],
    ['a digest', ['FROM node@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d']],
    ['nothing at all', ['FROM scratch']],
  ])('%s', async (_, lines) => expect(await foundIn(...lines)).toEqual([]))
})
