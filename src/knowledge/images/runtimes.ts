/** Profiles of language runtimes and build toolchains. */
import { as, github, NO_CAPABILITIES, page, ROOT } from './evidence.ts'
import type { ImageFacts, ProfileData, VariantFacts } from './profile.ts'

/** What language images have in common: root by default, no volumes, no privilege code, no HEALTHCHECK. */
const PLAIN: ImageFacts = { user: ROOT, volumes: [], data: [], capabilities: NO_CAPABILITIES, healthcheck: false }
/** A Java image without the compiler. */
const JRE: VariantFacts = { words: ['jre'], facts: { role: 'runtime', lacks: ['javac'] } }
const ALPINE: VariantFacts = { words: ['alpine'], facts: { base: 'alpine' } }

/** .NET: `app` (1654) exists since 8.0 but only chiseled and distroless images start as it; 8080 since 8.0. */
const DOTNET_ACCOUNT: VariantFacts = { from: 8, facts: { environment: { APP_UID: '1654' } } }
const DOTNET_RUNTIME: readonly VariantFacts[] = [
  DOTNET_ACCOUNT,
  { words: ['alpine'], facts: { base: 'alpine' } },
  { words: ['jammy'], facts: { base: 'ubuntu' } },
  { words: ['noble'], facts: { base: 'ubuntu' } },
  { words: ['resolute'], facts: { base: 'ubuntu' } },
  { words: ['focal'], facts: { base: 'ubuntu' } },
  { words: ['azurelinux'], facts: { base: 'rhel' } },
  // Debian was the default until 9.0.
  {
    from: 10,
    without: ['alpine', 'chiseled', 'distroless', 'azurelinux', 'bookworm', 'trixie'],
    facts: { base: 'ubuntu' },
  },
  { words: ['chiseled'], from: 8, facts: { base: 'distroless', user: as('1654', 1654) } },
  { words: ['distroless'], from: 8, facts: { base: 'distroless', user: as('1654', 1654) } },
  { words: ['chiseled'], to: 7, facts: { base: 'distroless', user: as('app') } },
]
const dotnet = github('dotnet/dotnet-docker@3ed00b6', '2026-08-21')

export const RUNTIMES: readonly ProfileData[] = [
  {
    names: ['node'],
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'buildpack',
      tools: ['node', 'npm', 'npx', 'corepack', 'yarn'],
      evidence: { '*': github('nodejs/docker-node@f27d936', '2026-08-19') },
      variants: [{ words: ['slim'], facts: { base: 'debian-slim' } }, ALPINE],
    }),
  },
  {
    names: ['python'],
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'buildpack',
      tools: ['python', 'python3', 'pip'],
      evidence: { '*': github('docker-library/python@4f07059', '2026-06-23') },
      variants: [{ words: ['slim'], facts: { base: 'debian-slim' } }, ALPINE],
    }),
  },
  {
    names: ['php'],
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'debian-slim',
      tools: ['php', 'curl', 'bash'],
      evidence: { '*': github('docker-library/php@445bf41', '2026-07-30') },
      variants: [
        { words: ['apache'], facts: { ports: [80], capabilities: { add: ['SETGID', 'SETUID'], basis: 'source' } } },
        { words: ['fpm'], facts: { ports: [9000], capabilities: { add: ['SETGID', 'SETUID'], basis: 'source' } } },
        { words: ['alpine'], facts: { base: 'alpine', tools: ['php', 'curl', 'openssl'] } },
      ],
    }),
  },
  {
    names: ['ruby'],
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'buildpack',
      tools: ['ruby', 'gem', 'bundle'],
      evidence: { '*': github('docker-library/ruby@d55e25a', '2026-04-21') },
      variants: [{ words: ['slim'], facts: { base: 'debian-slim' } }, ALPINE],
    }),
  },
  {
    names: ['golang'],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      base: 'buildpack',
      tools: ['go'],
      evidence: { '*': github('docker-library/golang@7c8c182', '2026-08-19') },
      variants: [ALPINE],
    }),
  },
  {
    names: ['rust'],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      base: 'buildpack',
      tools: ['cargo', 'rustc', 'gcc'],
      evidence: { '*': github('rust-lang/docker-rust@7668ee2', '2026-04-03') },
      variants: [{ words: ['slim'], facts: { base: 'debian-slim' } }, ALPINE],
    }),
  },
  {
    names: ['gcc'],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      base: 'buildpack',
      tools: ['gcc', 'g++'],
      evidence: { '*': page('github.com/docker-library/gcc', '2026-11-22') },
    }),
  },
  {
    names: ['eclipse-temurin'],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      base: 'ubuntu',
      tools: ['java', 'curl', 'wget', 'bash'],
      evidence: { '*': github('adoptium/containers@d8d18d6', '2026-08-05') },
      variants: [
        JRE,
        { words: ['alpine'], facts: { base: 'alpine', tools: ['java'] } },
        { words: ['ubi'], facts: { base: 'rhel-minimal', tools: ['java', 'bash'] } },
      ],
    }),
  },
  {
    names: ['amazoncorretto'],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      base: 'rhel',
      tools: ['java', 'bash'],
      evidence: { '*': github('corretto/corretto-docker@7075fec', '2026-04-15') },
      variants: [ALPINE],
    }),
  },
  {
    names: ['openjdk'],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      tools: ['java'],
      evidence: { '*': page('hub.docker.com/_/openjdk (deprecated)', '2026-08-21') },
      variants: [
        JRE,
        { words: ['alpine'], facts: { base: 'alpine' } },
        { words: ['slim'], facts: { base: 'debian-slim' } },
      ],
    }),
  },
  {
    names: ['maven'],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      base: 'ubuntu',
      tools: ['mvn', 'java', 'javac', 'bash', 'curl'],
      evidence: { '*': github('carlossg/docker-maven@0170c5b', '2026-08-05') },
      variants: [ALPINE, { words: ['amazoncorretto'], without: ['alpine'], facts: { base: 'rhel' } }],
    }),
  },
  {
    names: ['gradle'],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      base: 'ubuntu',
      tools: ['gradle', 'java', 'javac', 'bash', 'curl', 'wget', 'git', 'make'],
      volumes: ['/home/gradle/.gradle'],
      evidence: { '*': github('gradle/docker-gradle@528a647', '2026-06-26') },
      variants: [ALPINE],
    }),
  },
  {
    names: [
      'mcr.microsoft.com/dotnet/sdk',
      'mcr.microsoft.com/dotnet/core/sdk',
      'mcr.microsoft.com/dotnet/nightly/sdk',
    ],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      base: 'debian-slim',
      tools: ['dotnet', 'curl', 'git', 'wget'],
      evidence: { '*': dotnet },
      variants: [
        DOTNET_ACCOUNT,
        { words: ['alpine'], facts: { base: 'alpine', tools: ['dotnet', 'curl', 'git'] } },
        { words: ['jammy'], facts: { base: 'ubuntu' } },
        { words: ['noble'], facts: { base: 'ubuntu' } },
      ],
    }),
  },
  {
    names: [
      'mcr.microsoft.com/dotnet/aspnet',
      'mcr.microsoft.com/dotnet/core/aspnet',
      'mcr.microsoft.com/dotnet/nightly/aspnet',
    ],
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'debian-slim',
      tools: ['dotnet'],
      ports: [8080],
      writes: ['/tmp'],
      evidence: { '*': dotnet },
      variants: [...DOTNET_RUNTIME, { to: 7, facts: { ports: [80] } }],
    }),
  },
  {
    names: ['mcr.microsoft.com/dotnet/runtime', 'mcr.microsoft.com/dotnet/core/runtime'],
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'debian-slim',
      tools: ['dotnet'],
      evidence: { '*': dotnet },
      variants: DOTNET_RUNTIME,
    }),
  },
  {
    names: ['mcr.microsoft.com/dotnet/runtime-deps'],
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'debian-slim',
      evidence: { '*': dotnet },
      variants: DOTNET_RUNTIME,
    }),
  },
  {
    names: ['tomcat'],
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'ubuntu',
      tools: ['java', 'bash'],
      ports: [8080],
      evidence: { '*': page('github.com/docker-library/tomcat', '2026-11-22') },
      variants: [{ words: ['jre'], facts: { base: 'ubuntu' } }],
    }),
  },
  {
    names: ['denoland/deno'],
    about: () => ({
      role: 'runtime',
      base: 'debian-slim',
      user: ROOT,
      tools: ['deno', 'tini'],
      healthcheck: false,
      evidence: { '*': page('github.com/denoland/deno_docker', '2026-11-22') },
      variants: [ALPINE, { words: ['distroless'], facts: { base: 'distroless' } }],
    }),
  },
  {
    names: ['oven/bun'],
    about: () => ({
      role: 'runtime',
      base: 'debian-slim',
      user: ROOT,
      tools: ['bun'],
      healthcheck: false,
      evidence: { '*': page('github.com/oven-sh/bun/tree/main/dockerhub', '2026-11-22') },
      variants: [ALPINE, { words: ['distroless'], facts: { base: 'distroless' } }],
    }),
  },
  {
    names: ['tiangolo/uvicorn-gunicorn', 'tiangolo/uvicorn-gunicorn-fastapi', 'tiangolo/uvicorn-gunicorn-starlette'],
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'buildpack',
      tools: ['python', 'python3', 'gunicorn', 'uvicorn', 'pip'],
      ports: [80],
      writes: ['/tmp'],
      evidence: { '*': github('tiangolo/uvicorn-gunicorn-docker@cb5abd5', '2026-06-24') },
      variants: [
        { words: ['slim'], facts: { base: 'debian-slim' } },
        { words: ['alpine'], facts: { base: 'alpine' } },
      ],
    }),
  },
]
