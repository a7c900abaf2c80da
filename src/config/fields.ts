/** Every key of `drydock.yaml`: the one table that the validator, the JSON schema and the starter file follow. */
import { severities } from '../core/verdict.ts'
import type { Fields, Shape } from './shape.ts'

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
}
