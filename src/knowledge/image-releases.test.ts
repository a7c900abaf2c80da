import { describe, expect, it } from 'vitest'
import { parseImageReference } from '../core/image-reference.ts'
import { successors } from './image-releases.ts'
import { tagVersion } from './images/lookup.ts'

function tagsFor(text: string): readonly string[] {
  const reference = parseImageReference(text)
  return reference ? successors(reference, tagVersion(reference)).map(({ tag }) => tag) : []
}

describe('successors', () => {
  it.each([
    // As exact as it is written, the nearest line first.
    ['python:3.10-alpine', ['3.11-alpine', '3.12-alpine', '3.13-alpine', '3.14-alpine']],
    ['python:3.13.1', ['3.13.15', '3.14.7']],
    ['nginx:1.21.6', ['1.30.4']],
    ['php:8.0.9-apache', ['8.3.33-apache', '8.4.24-apache', '8.5.9-apache']],
    // The system moves to the nearest release of its own.
    ['node:22.1.0-buster-slim', ['22.23.2-bookworm-slim', '22.23.2-trixie-slim']],
    ['golang:1.18-alpine3.15', ['1.27-alpine3.23', '1.27-alpine3.24']],
    ['eclipse-temurin:17-jre-focal', ['17-jre-jammy', '17-jre-noble']],
    ['node:lts-buster', ['lts-bookworm', 'lts-trixie']],
    ['rust:slim-buster', ['slim-bookworm', 'slim-trixie']],
    ['debian:buster-slim', ['bookworm-slim', 'trixie-slim']],
    // A major version alone is its newest release.
    ['python:3-buster', ['3-bookworm', '3-trixie']],
  ])('of %s are %j', (text, tags) => expect(tagsFor(text)).toEqual(tags))

  it.each([
    ['another major version would break programs', 'node:14-alpine'],
    ['so would another minor version of Ruby', 'ruby:3.2-alpine'],
    ['the policy says nothing of so old a release', 'golang:1.13'],
    ['nobody publishes that variant any more', 'python:3.7-windowsservercore'],
    ['data would have to move with it', 'postgres:12'],
    ['it is another image', 'ghcr.io/example/python:3.10'],
    ['of what runs now, nothing is said', 'python'],
  ])('are none where %s: %s', (_, text) => expect(tagsFor(text)).toEqual([]))
})
