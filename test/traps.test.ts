/** What is right, or at least not wrong: each case is something that audits, by hand or by tool, are known to report. */
import { describe, expect, it } from 'vitest'
import { auditFiles } from '../src/index.ts'

interface Trap {
  readonly files: Readonly<Record<string, string>>
  /** Rules that must not report here; whatever else they say of the files is another matter. */
  readonly silent: readonly string[]
}

const compose = (text: string): Readonly<Record<string, string>> => ({ 'compose.yaml': text })
const dockerfile = (text: string): Readonly<Record<string, string>> => ({ Dockerfile: text })
const secretRules = [
  ...['secret-in-dockerfile-env', 'secret-in-dockerfile-arg', 'secret-in-compose-environment', 'secret-fallback'],
  ...['credential-in-connection-string', 'default-credential', 'secret-in-app-config', 'secret-in-env-file'],
  ...['secret-in-command', 'secret-in-healthcheck', 'secret-in-label', 'secret-reused'],
]

const traps: Readonly<Record<string, Trap>> = {
  'a floating tag is not latest': {
    files: compose('services: { db: { image: "postgres:15-alpine" } }'),
    silent: ['image-tag-latest', 'image-untagged'],
  },
  'a digest pins whatever the tag says': {
    files: compose(`services: { db: { image: "postgres:15@sha256:${'a'.repeat(64)}" } }`),
    silent: ['image-tag-floating', 'image-tag-latest', 'image-not-pinned-by-digest'],
  },
  'a plain image needs no pull_policy': {
    files: compose('services: { db: { image: "postgres:15.3-alpine", pull_policy: if_not_present } }'),
    silent: ['built-name-pulled', 'input-not-understood'],
  },
  'localhost in a health check is the container itself': {
    files: compose(
      'services:\n  api:\n    image: example.com/api:1.0.0\n    healthcheck: { test: ["CMD", "curl", "-f", "http://localhost:8080/health"] }\n  auth: { image: "example.com/auth:1.0.0", expose: ["8080"] }\n',
    ),
    silent: ['localhost-url-means-another-service'],
  },
  'a health check may stand above the line that installs its tool': {
    files: {
      Dockerfile:
        'FROM alpine:3.22.2\nHEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1\nRUN apk add --no-cache curl\nUSER 1001\nCMD ["/app"]\n',
      'compose.yaml': 'services: { app: { build: . } }',
    },
    silent: ['healthcheck-tool-missing', 'healthcheck-cannot-fail'],
  },
  'resource limits under deploy work with Compose v2': {
    files: compose(
      'services:\n  api:\n    image: example.com/api:1.0.0\n    deploy: { resources: { limits: { cpus: "1", memory: 1G, pids: 100 } } }\n',
    ),
    silent: ['memory-limit-missing', 'cpu-limit-missing', 'pids-limit-missing'],
  },
  'seccomp is on unless somebody switches it off': {
    files: compose('services: { api: { image: "example.com/api:1.0.0", security_opt: ["no-new-privileges:true"] } }'),
    silent: ['security-profile-disabled', 'no-new-privileges-missing'],
  },
  'a required variable fails closed': {
    files: compose(
      'services: { db: { image: "postgres:17.2", environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:?set it}" } } }',
    ),
    silent: [...secretRules, 'input-not-understood', 'data-store-without-authentication'],
  },
  'placeholders of an example file': {
    files: {
      '.env.example': 'DB_PASSWORD=change-me\nAPI_KEY=your-api-key\nJWT_SECRET=<generate with openssl rand -hex 32>\n',
      'compose.yaml': 'services: { api: { image: "example.com/api:1.0.0" } }',
    },
    silent: [...secretRules, 'env-file-tracked'],
  },
  'Markdown snippets are not configuration': {
    files: {
      'README.md': '```dockerfile\nFROM node:latest\nENV API_KEY=hunter2hunter2\n```\n',
      'compose.yaml': 'services: { api: { image: "example.com/api:1.0.0" } }',
    },
    silent: [...secretRules, 'image-tag-latest'],
  },
  'commented-out lines': {
    files: {
      Dockerfile:
        'FROM node:24.11.1-alpine\n# ENV API_KEY=s3cr3t-0f-l0ng-ag0\n# USER root\nUSER 1001\nCMD ["node", "x.js"]\n',
      'compose.yaml':
        'services:\n  api:\n    build: .\n#    privileged: true\n#    environment: { DB_PASSWORD: hunter2hunter2 }\n',
    },
    silent: [...secretRules, 'privileged-service', 'container-runs-as-root'],
  },
  'vendored trees': {
    files: {
      'node_modules/some-package/Dockerfile': 'FROM node:latest\nENV SECRET_KEY=abcdef0123456789\n',
      'vendor/other/docker-compose.yml': 'services: { x: { image: "redis", privileged: true } }',
      'compose.yaml': 'services: { api: { image: "example.com/api:1.0.0" } }',
    },
    silent: [...secretRules, 'privileged-service', 'image-tag-latest', 'image-untagged'],
  },
  'names that only look like secrets': {
    files: compose(
      'services:\n  api:\n    image: example.com/api:1.0.0\n    environment:\n      TOKEN_EXPIRY: "3600"\n      PASSWORD_FILE: /run/secrets/db\n      JWT_ISSUER: ledger\n      POSTGRES_HOST_AUTH_METHOD: scram-sha-256\n      SECRETS_DIR: /run/secrets\n      KEYBOARD_LAYOUT: de\n      PUBLIC_KEY_ID: abcdef\n',
    ),
    silent: secretRules,
  },
  'secrets handed over as files': {
    files: compose(
      'services:\n  db:\n    image: postgres:17.2\n    environment: { POSTGRES_PASSWORD_FILE: /run/secrets/db }\n    secrets: [db]\nsecrets: { db: { file: ./db.txt } }\n',
    ),
    silent: [...secretRules, 'data-store-without-authentication'],
  },
  'an official database image steps down from root by itself': {
    files: compose('services: { db: { image: "postgres:17.2-alpine3.21" } }'),
    silent: ['container-runs-as-root'],
  },
  'a non-root base image needs no USER': {
    files: dockerfile('FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nENTRYPOINT ["/app"]\n'),
    silent: ['container-runs-as-root'],
  },
  'the user of a base stage counts': {
    files: dockerfile('FROM node:24.11.1-alpine AS base\nUSER 1001\nFROM base\nCMD ["node", "x.js"]\n'),
    silent: ['container-runs-as-root'],
  },
  'a stage name is no image': {
    files: dockerfile(
      'FROM node:24.11.1-alpine AS build\nRUN npm ci\nFROM build AS runtime\nUSER 1001\nCMD ["node", "x.js"]\n',
    ),
    silent: ['image-untagged', 'image-tag-floating', 'image-not-pinned-by-digest'].slice(0, 2),
  },
  'every spelling of no-new-privileges': {
    files: compose(
      'services:\n  a: { image: "example.com/a:1.0.0", security_opt: [no-new-privileges] }\n  b: { image: "example.com/b:1.0.0", security_opt: ["no-new-privileges=true"] }\n',
    ),
    silent: ['no-new-privileges-missing'],
  },
  'an IPv6 loopback address is an address': {
    files: compose(
      'services: { api: { image: "example.com/api:1.0.0", ports: ["[::1]:8080:8080", "127.0.0.1:8081:8081"] } }',
    ),
    silent: ['port-on-every-interface'],
  },
  'lower-case keywords, heredocs and continuations parse': {
    files: dockerfile(
      'from alpine:3.22.2 as base\nrun <<EOF\necho hi\nEOF\nrun apk add --no-cache \\\n  # a comment inside\n  curl\nuser 1001\ncmd ["sh"]\n',
    ),
    silent: ['input-not-understood', 'container-runs-as-root'],
  },
  'swallowing a failure that may happen is not swallowing a build error': {
    files: dockerfile(
      'FROM debian:13.2-slim\nRUN id app || useradd -u 1001 app\nRUN rm -f /tmp/x || true\nUSER 1001\nCMD ["/app"]\n',
    ),
    silent: ['build-error-swallowed'],
  },
  'NODE_ENV and TZ are read by everybody': {
    files: {
      Dockerfile:
        'FROM node:24.11.1-alpine\nCOPY . /app\nENV NODE_ENV=production TZ=UTC\nUSER 1001\nCMD ["node", "/app/server.js"]\n',
      'server.js': 'require("http").createServer().listen(process.env.PORT)\n',
      'package.json': '{"name":"x"}',
      'compose.yaml': 'services: { web: { build: ., environment: { PORT: "8080" } } }',
    },
    silent: ['environment-variable-never-read'],
  },
  'a service image name that the project builds has no registry tag to pin': {
    files: {
      Dockerfile: 'FROM node:24.11.1-alpine\nUSER 1001\nCMD ["node", "x.js"]\n',
      'compose.yaml':
        'services:\n  web: { build: ., image: "ledger/web:v1.2.0", pull_policy: build }\n  worker: { image: "ledger/web:v1.2.0", command: ["node", "w.js"] }\n',
    },
    silent: ['image-tag-floating', 'image-version-mismatch', 'built-name-pulled'],
  },
  'data stores inside the stack are not exposed': {
    files: compose(
      'services: { db: { image: "postgres:17.2", expose: ["5432"], environment: { POSTGRES_PASSWORD: "${P:?}" } } }',
    ),
    silent: ['data-store-published', 'port-on-every-interface'],
  },
  'tools behind a development profile': {
    files: compose('services: { adminer: { image: "adminer:5.4.1", profiles: [dev], ports: ["8080:8080"] } }'),
    silent: ['dev-tool-in-production', 'port-on-every-interface'],
  },
  'unrelated samples are not compared': {
    files: {
      'a/compose.yaml': 'services: { db: { image: "postgres:16.1" } }',
      'b/compose.yaml': 'services: { db: { image: "postgres:17.2" } }',
    },
    silent: ['image-version-mismatch'],
  },
}

describe('traps', () => {
  for (const [name, { files, silent }] of Object.entries(traps)) {
    it(name, async () => {
      const { findings, incomplete } = await auditFiles(files, { today: '2026-06-01' })
      const said = findings.filter(({ rule }) => silent.includes(rule))
      expect(said.flatMap(({ rule, places }) => places.map(({ message }) => `${rule}: ${message}`))).toEqual([])
      expect(incomplete.filter(({ what }) => what.startsWith('rule '))).toEqual([])
    })
  }
})
