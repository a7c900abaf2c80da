/** Every key of `drydock.yaml`: the one table that the validator, the JSON schema and the starter file follow. */
import { severities } from '../core/verdict.ts'
import type { Fields, Shape } from './shape.ts'

const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const path: Shape = { kind: 'text', example: 'services/api/Dockerfile' }
const paths: Shape = { kind: 'list', of: path }

const variant: Fields = {
  name: { shape: { kind: 'text', example: 'production' }, required: true, about: 'How reports call the variant.' },
  files: {
    shape: paths,
    required: true,
    about: 'Compose files in the order in which they are merged, from the directory of this file.',
  },
  'env-files': {
    shape: paths,
    about: 'Files that give variables for interpolation; by default the .env beside the first file.',
  },
  profiles: { shape: { kind: 'list', of: { kind: 'text' } }, about: 'Profiles that are switched on.' },
  platform: {
    shape: { kind: 'choice', of: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate', 'kubernetes'] },
    about: 'What runs it; compose unless told.',
  },
  environment: {
    shape: { kind: 'choice', of: ['production', 'development', 'unknown'] },
    about: 'What it is run for. A development variant is audited, and does not decide the score.',
  },
  'project-directory': {
    shape: path,
    about: 'Where relative paths of the model start; by default beside the first file.',
  },
}

const allowance: Fields = {
  rule: { shape: { kind: 'rule' }, required: true, about: 'The weakness that is accepted.' },
  reason: {
    shape: { kind: 'text', example: 'the port is behind the firewall' },
    required: true,
    about: 'Why it is acceptable.',
  },
  path: { shape: path, about: 'Only in this file, below this folder, or where this pattern with * and ** fits.' },
  service: { shape: { kind: 'text', example: 'db' }, about: 'Only for this service.' },
  owner: { shape: { kind: 'text', example: 'platform team' }, about: 'Who answers for it.' },
  until: { shape: { kind: 'date' }, about: 'The last day on which it holds.' },
}

const policy: Fields = {
  'allowed-registries': {
    shape: { kind: 'list', of: { kind: 'text', example: 'registry.example.com' } },
    about: 'Registries that images may come from; any unless told.',
  },
}

const service: Shape = { kind: 'text', example: 'web' }
const port: Shape = { kind: 'number', least: 1, most: 65_535, whole: true }
const exitCode: Shape = { kind: 'number', least: 0, most: 255, whole: true }

/** Which port is meant. */
const reached: Fields = {
  service: { shape: service, about: 'The service that has the port.' },
  port: { shape: port, about: 'The port in its container, whether anybody publishes it or not.' },
  published: { shape: port, about: 'Instead of both: the port that the stack publishes under this number.' },
}
const oneOfPorts = [['service', 'port'], ['published']]

const httpCheck: Fields = {
  ...reached,
  scheme: { shape: { kind: 'choice', of: ['http', 'https'] }, about: 'http unless told. No certificate is verified.' },
  path: { shape: { kind: 'text', example: '/login' }, about: 'Path and query; / unless told. May hold ${NAME}.' },
  method: { shape: { kind: 'choice', of: httpMethods }, about: 'GET unless told.' },
  headers: { shape: { kind: 'texts' }, about: 'Headers of the request; values may hold ${NAME}.' },
  body: { shape: { kind: 'text' }, about: 'What is sent; may hold ${NAME}.' },
  status: {
    shape: { kind: 'list', of: { kind: 'number', least: 100, most: 599, whole: true } },
    about: 'Any of these is right; 2xx and 3xx unless told. Nobody follows a redirect.',
  },
  contains: {
    shape: { kind: 'list', of: { kind: 'text' } },
    about: 'Texts that the answer has to hold; may hold ${NAME}.',
  },
}

const check: Fields = {
  name: {
    shape: { kind: 'text', example: 'the login works' },
    required: true,
    about: 'What records and failures call it.',
  },
  http: { shape: { kind: 'object', fields: httpCheck, oneOf: oneOfPorts }, about: 'A request over HTTP.' },
  tcp: { shape: { kind: 'object', fields: reached, oneOf: oneOfPorts }, about: 'A connection that is taken and kept.' },
  command: {
    shape: {
      kind: 'object',
      fields: {
        service: { shape: service, required: true, about: 'The service in whose first container it runs.' },
        run: { shape: { kind: 'command' }, required: true, about: 'The command.' },
        'exit-code': { shape: exitCode, about: 'How it has to end; 0 unless told.' },
      },
    },
    about: 'A command in the container of a service.',
  },
  script: {
    shape: {
      kind: 'object',
      fields: {
        run: { shape: { kind: 'command' }, required: true, about: 'The program, from the directory of the project.' },
        'exit-code': { shape: exitCode, about: 'How it has to end; 0 unless told.' },
        ports: {
          shape: { kind: 'list', of: { kind: 'text', example: 'db:5432' } },
          about: 'Ports of services that nobody publishes and that it has to reach.',
        },
      },
    },
    about: 'A program of the project that runs on this machine, in the copy that is proved.',
  },
  within: {
    shape: { kind: 'number', least: 1, most: 3600 },
    about: 'Seconds after which it has failed; 30 unless told. Until then it is asked again.',
  },
  project: { shape: path, about: 'Only for the project in this directory.' },
  variants: { shape: { kind: 'list', of: { kind: 'text', example: 'production' } }, about: 'Only for these variants.' },
}

const prove: Fields = {
  checks: {
    shape: {
      kind: 'list',
      of: { kind: 'object', fields: check, oneOf: [['http'], ['tcp'], ['command'], ['script']] },
    },
    about: 'What the stack has to do besides starting, as it is written and as it is repaired.',
  },
}

export const fields: Fields = {
  extends: { shape: paths, about: 'Configurations that this one builds on, the weakest first.' },
  variants: {
    shape: { kind: 'list', of: { kind: 'object', fields: variant } },
    about: 'How the stack is run, instead of what is found out about the same files.',
  },
  allow: { shape: { kind: 'list', of: { kind: 'object', fields: allowance } }, about: 'Accepted risks.' },
  rules: {
    shape: { kind: 'rules', of: { kind: 'choice', of: ['off', ...severities] } },
    about: 'Switches rules off, or sets their severity.',
  },
  'fail-on': {
    shape: { kind: 'choice', of: severities },
    about: 'Exit with 1 from this severity on; high unless told.',
  },
  'min-score': { shape: { kind: 'number', least: 0, most: 10 }, about: 'Exit with 1 when the score is below.' },
  persona: {
    shape: { kind: 'choice', of: ['default', 'pedantic'] },
    about: 'Whether rules for the strictest run too.',
  },
  preset: {
    shape: { kind: 'list', of: { kind: 'text', example: 'hadolint' } },
    about: 'Also runs the strict rules that the named tool or benchmark has.',
  },
  exclude: { shape: paths, about: 'Files and folders that start no project; * and ** as in paths.' },
  policy: { shape: { kind: 'object', fields: policy }, about: 'What the organisation has decided.' },
  prove: { shape: { kind: 'object', fields: prove }, about: 'How `drydock prove` tells whether the stack works.' },
}
