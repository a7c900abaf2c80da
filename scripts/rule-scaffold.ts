/** The text of a new rule's folder: a rule of the wanted scope that works, and its page, to be changed line by line. */
import type { Category } from '../src/core/rule.ts'
import type { Scope } from '../src/rules/define-rule.ts'

/** For one scope: how a check calls its subject, a question to it that something called "rename me" answers, and files. */
interface Sketch {
  readonly subject: string
  readonly question: string
  /** Fenced blocks; the marked place is where such a subject is. */
  readonly bad: readonly string[]
  readonly good: readonly string[]
  /** Further names the question needs from core. */
  readonly imports?: string
}

const block = (info: string, ...lines: readonly string[]): string => [`\`\`\`${info}`, ...lines, '```'].join('\n')
const compose = (...lines: readonly string[]): string => block('yaml', ...lines)
const dockerfile = (...lines: readonly string[]): string => block('dockerfile', ...lines)
const workflow = (name: string, ...lines: readonly string[]): string =>
  block(`yaml file=.github/workflows/${name}.yml`, ...lines)

const observed = (json: string): string => block('observed', json)
const imageOf = (user: string): string => `{ "images": [{ "references": ["nginx:1.29.3"], "user": "${user}" }] }`

const service = (name: string): readonly string[] => ['services:', `  ${name}:`, '    image: nginx:1.29.3']
const job = (name: string): readonly string[] => [
  ...['on: push', 'jobs:', `  ${name}:`, '    runs-on: ubuntu-24.04', '    steps:', '      - run: docker build .'],
]

const sketches: Readonly<Record<Scope, Sketch>> = {
  project: {
    subject: 'project',
    question: "project.variants.some(({ services }) => services.some(({ name }) => name === 'rename-me'))",
    bad: [compose('«»services:', '  rename-me:', '    image: nginx:1.29.3')],
    good: [compose(...service('web'))],
  },
  variant: {
    subject: 'variant',
    question: "variant.services.some(({ name }) => name === 'rename-me')",
    bad: [compose('«»services:', '  rename-me:', '    image: nginx:1.29.3')],
    good: [compose(...service('web'))],
  },
  service: {
    subject: 'service',
    question: "service.name === 'rename-me'",
    bad: [compose(...service('«rename-me»'))],
    good: [compose(...service('web'))],
  },
  build: {
    subject: 'build',
    question: "build.stages.some(({ alias }) => alias === 'rename-me')",
    bad: [compose('services:', '  web:', '    build: «.»'), dockerfile('FROM scratch AS rename-me')],
    good: [compose('services:', '  web:', '    build: .'), dockerfile('FROM scratch AS web')],
  },
  dockerfile: {
    subject: 'dockerfile',
    question: "dockerfile.file === 'rename-me.Dockerfile'",
    bad: [block('dockerfile file=rename-me.Dockerfile', '«FROM scratch', '»')],
    good: [dockerfile('FROM scratch')],
  },
  stage: {
    subject: 'stage',
    question: "stage.alias === 'rename-me'",
    bad: [dockerfile('«FROM scratch AS rename-me»')],
    good: [dockerfile('FROM scratch AS web')],
  },
  command: {
    subject: 'command',
    question: "command.subject.name.endsWith(': rename-me')",
    bad: [dockerfile('FROM node:24', 'RUN «rename-me»')],
    good: [dockerfile('FROM node:24', 'RUN npm ci')],
  },
  'image-reference': {
    subject: 'image',
    question: "image.written === 'rename-me'",
    bad: [dockerfile('FROM «rename-me»')],
    good: [dockerfile('FROM node:24')],
  },
  'environment-variable': {
    subject: 'variable',
    question: "variable.name === 'RENAME_ME'",
    bad: [dockerfile('FROM node:24', 'ENV RENAME_ME=«1»')],
    good: [dockerfile('FROM node:24', 'ENV NODE_ENV=production')],
  },
  'build-context': {
    subject: 'context',
    question: "context.holds('rename-me') === 'file'",
    bad: [dockerfile('«FROM scratch', '»'), block('text file=rename-me', 'text')],
    good: [dockerfile('FROM scratch')],
  },
  network: {
    subject: 'network',
    question: "network.name === 'rename-me'",
    bad: [compose(...service('web'), '    networks: [rename-me]', 'networks:', '  «rename-me»: {}')],
    good: [compose(...service('web'), '    networks: [front]', 'networks:', '  front: {}')],
  },
  workflow: {
    subject: 'workflow',
    question: "workflow.file.endsWith('/rename-me.yml')",
    bad: [dockerfile('FROM scratch'), workflow('rename-me', '«on: push', ...job('build').slice(1), '»')],
    good: [dockerfile('FROM scratch'), workflow('ci', ...job('build'))],
  },
  'workflow-job': {
    subject: 'job',
    question: "job.id === 'rename-me'",
    bad: [dockerfile('FROM scratch'), workflow('ci', ...job('«rename-me»'))],
    good: [dockerfile('FROM scratch'), workflow('ci', ...job('build'))],
  },
  'config-file': {
    subject: 'config',
    question: "config.values.some(({ key }) => key === 'RenameMe')",
    bad: [dockerfile('FROM scratch'), block('json', '«{ "RenameMe": "1" }', '»')],
    good: [dockerfile('FROM scratch'), block('json', '{ "Name": "1" }')],
  },
  'cloud-resource': {
    subject: 'resource',
    question: "resource.name === 'rename-me'",
    bad: [block('hcl file=main.tf', '«resource "aws_ecr_repository" "rename-me"» {', '}')],
    good: [block('hcl file=main.tf', 'resource "aws_ecr_repository" "app" {', '}')],
  },
  'env-file': {
    subject: 'file',
    question: "file.variables.some(({ name }) => name === 'RENAME_ME')",
    bad: [compose(...service('web'), '    env_file: web.env'), block('dotenv file=web.env', '«RENAME_ME=1', '»')],
    good: [compose(...service('web'), '    env_file: web.env'), block('dotenv file=web.env', 'NAME=1')],
  },
  'compose-file': {
    subject: 'file',
    question: "entryOf(file.root, 'x-rename-me') !== undefined",
    bad: [compose('«x-rename-me: 1', ...service('web').slice(0, -1), '    image: nginx:1.29.3»')],
    good: [compose(...service('web'))],
    imports: "import { entryOf } from '../../../core/node.ts'\n",
  },
  container: {
    subject: 'container',
    question: "container.seen.name === 'rename-me'",
    bad: [compose(...service('«web»')), observed('{ "containers": [{ "service": "web", "name": "rename-me" }] }')],
    good: [compose(...service('web')), observed('{ "containers": [{ "service": "web", "name": "shop-web-1" }] }')],
  },
  'built-image': {
    subject: 'image',
    question: "image.seen.user === 'rename-me'",
    bad: [compose(...service('web').slice(0, -1), '    image: «nginx:1.29.3»'), observed(imageOf('rename-me'))],
    good: [compose(...service('web')), observed(imageOf('www-data'))],
  },
}

export const scopes = Object.keys(sketches) as readonly Scope[]

/** `rule.ts` of a new rule. */
export function ruleText(id: string, category: Category, scope: Scope, version: string): string {
  const { subject, question, imports = '' } = sketches[scope]
  const title = `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`
  return `/** Replace this by one sentence that says which weakness the rule sees. */
import { answer, not } from '../../../core/known.ts'
${imports}import { judge } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: '${id}',
  scope: '${scope}',
  kind: 'exposure',
  category: '${category}',
  title: '${title}',
  threat: { from: 'container', gains: 'reach' },
  since: '${version}',
  why: 'Say what an attacker or an outage gains from it.',
  remedy: 'Say what to do about it.',
  strength: 'Say how a report words that it is right everywhere',
  effort: 5,
  references: ['https://docs.docker.com/build/building/best-practices/'],
  peers: [],
  check(${subject}) {
    return [judge(not(answer(${question})), ${subject})]
  },
})
`
}

/** `rule.md` of a new rule. */
export function pageText(scope: Scope): string {
  const { bad, good } = sketches[scope]
  return [
    '## Why it matters',
    'Say what happens, step by step, to somebody who has it.',
    '## When to allow it',
    'Say who may live with it, and what has to be true then.',
    '## Examples',
    '### Bad: the plain case',
    ...bad,
    '### Good: the same, done well',
    ...good,
  ]
    .join('\n\n')
    .concat('\n')
}
