import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeAt, textOf } from '../../core/node.ts'
import { readTaskFile, type TaskFile } from './task-definition.ts'

const read = (text: string): TaskFile => readTaskFile({ file: 'task.json', text, utf8: true })
const containers = (file: TaskFile) => file.definition?.containers ?? []
const named = (name: string) => `{ "containerDefinitions": [{ "name": ${JSON.stringify(name)} }] }`

/** What the text at a path of the first container waits for. */
function waitsFor(container: string, ...path: readonly (string | number)[]): readonly string[] | undefined {
  const node = nodeAt(containers(read(`{ "containerDefinitions": [${container}] }`))[0], ...path)
  return node?.kind === 'scalar' ? node.unset : undefined
}

describe('where a task definition is', () => {
  it.each([
    ['the input of register-task-definition', named('web'), 1],
    ['the output of describe-task-definition', `{ "taskDefinition": ${named('web')} }`, 1],
    ['comments and a trailing comma', `// the shop\n${named('web').replace(' }] }', ' }], }')}`, 1],
    ['nothing but containers of another kind', '{ "containerDefinitions": ["web", null, 3] }', 0],
  ])('%s', (_, text, count) => {
    expect(read(text).definition).toBeDefined()
    expect(containers(read(text))).toHaveLength(count)
  })

  it.each([
    ['other JSON', '{ "name": "shop" }'],
    ['a list', '[{ "name": "web" }]'],
    ['containers that are no list', '{ "containerDefinitions": {} }'],
    ['an empty file', ''],
  ])('none in %s', (_, text) => expect(read(text).definition).toBeUndefined())
})

describe('what a deployment fills in', () => {
  it.each([
    ['<IMAGE>', 'IMAGE'],
    ['${IMAGE_URI}', 'IMAGE_URI'],
    ['$IMAGE', 'IMAGE'],
    ['{{ image }}', 'image'],
    ['%IMAGE%', 'IMAGE'],
    ['__IMAGE__', 'IMAGE'],
    ['@IMAGE@', 'IMAGE'],
    ['#{image}#', 'image'],
    ['IMAGE_PLACEHOLDER', 'IMAGE_PLACEHOLDER'],
    ['placeholder', 'placeholder'],
    ['REPLACE_ME', 'REPLACE_ME'],
    ['', 'image'],
    ['acme/shop:${TAG}', 'TAG'],
  ])('image %s', (image, name) => expect(waitsFor(JSON.stringify({ image }), 'image')).toEqual([name]))

  it.each(['nginx', 'nginx:1.29.3', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.4'])('not %s', (image) =>
    expect(waitsFor(JSON.stringify({ image }), 'image')).toBeUndefined(),
  )

  it('an account and a region leave the repository and the tag known', () => {
    const image = '<ACCOUNT>.dkr.ecr.${REGION}.amazonaws.com/shop/web:latest'
    const [container] = containers(read(JSON.stringify({ containerDefinitions: [{ image }] })))
    expect(textOf(nodeAt(container, 'image'))).toBe('ACCOUNT.dkr.ecr.REGION.amazonaws.com/shop/web:latest')
    expect(nodeAt(container, 'image')).not.toHaveProperty('unset')
  })

  it('variables of a shell in the container are none of the deployment', () => {
    const container =
      '{ "command": ["sh", "-c", "echo $HOME"], "healthCheck": { "command": ["CMD-SHELL", "x $PORT"] } }'
    expect(waitsFor(container, 'command', 2)).toBeUndefined()
    expect(waitsFor(container, 'healthCheck', 'command', 1)).toBeUndefined()
    expect(waitsFor('{ "environment": [{ "name": "A", "value": "$HOME" }] }', 'environment', 0, 'value')).toEqual([
      'HOME',
    ])
  })

  it.each(['${MEMORY}', '{{ MEMORY }}', '<MEMORY>', '$MEMORY'])('a number without quotes: %s', (memory) => {
    const text = `{ "cpu": 256, "memory": ${memory}, "containerDefinitions": [{ "name": "web" }] }`
    const { definition, problems } = read(text)
    const node = nodeAt(definition?.node, 'memory')
    expect(problems).toEqual([])
    expect(node).toMatchObject({ kind: 'scalar', origin: { start: 24, end: 24 + memory.length } })
    expect(node).toHaveProperty('unset')
    expect(nodeAt(containers(read(text))[0], 'name')?.origin).toMatchObject({ start: text.indexOf('"web"') })
  })
})

describe('broken and hostile files', () => {
  it('reports where a bracket is missing and reads on', () => {
    const { definition, problems } = read('{ "family": "shop", "containerDefinitions": [{ "name": "web" }')
    expect(problems.length).toBeGreaterThan(0)
    expect(definition?.containers).toHaveLength(1)
  })

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '$',
      '${',
      '<',
      'containerDefinitions',
      '"name"',
      '\n',
      '1',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        const text = `{ "containerDefinitions": [${pieces.join('')}`
        for (const { origin } of read(text).problems) expect(origin.end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
