/** What is written once is one place, however many services and variants use it. */
import { describe, expect, test } from 'vitest'
import { auditFiles } from '../src/index.ts'

const placesOf = async (files: Record<string, string>, rule: string) =>
  (await auditFiles(files, { only: [rule] })).findings.flatMap((finding) => finding.places)

describe('one place', () => {
  test('an image that a YAML anchor hands to several services', async () => {
    const places = await placesOf(
      {
        'compose.yaml': [
          'x-app: &app',
          '  image: registry.example/app:latest',
          'services:',
          '  web:',
          '    <<: *app',
          '  worker:',
          '    <<: *app',
        ].join('\n'),
      },
      'image-tag-latest',
    )
    expect(places.map(({ location }) => location.startLine)).toEqual([2])
  })

  test('a Dockerfile without USER that two services and two variants build', async () => {
    const services = 'services:\n  web: { build: . }\n  worker: { build: ., command: work }\n'
    const places = await placesOf(
      {
        Dockerfile: 'FROM debian:12.5\nCMD ["app"]\n',
        'compose.yaml': services,
        'compose.prod.yaml': services,
      },
      'container-runs-as-root',
    )
    expect(places.map(({ location }) => [location.file, location.startLine])).toEqual([['Dockerfile', 1]])
  })

  test('two services that each write the image are two', async () => {
    const places = await placesOf(
      { 'compose.yaml': 'services:\n  a:\n    image: app.example/a:latest\n  b:\n    image: app.example/a:latest\n' },
      'image-tag-latest',
    )
    expect(places).toHaveLength(2)
  })
})

test('a place names the env file that its value comes from', async () => {
  const [place] = await placesOf(
    { '.env': 'NAME=x\nTAG=latest\n', 'compose.yaml': 'services:\n  a:\n    image: app.example/a:${TAG}\n' },
    'image-tag-latest',
  )
  expect(place?.location).toMatchObject({ file: 'compose.yaml', startLine: 3 })
  expect(place?.related).toMatchObject([
    { location: { file: '.env', startLine: 2 }, message: 'TAG gets its value here' },
  ])
})
