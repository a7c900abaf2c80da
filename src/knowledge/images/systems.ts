/** Profiles of operating system images and of bases without a system. */
import { as, github, NO_CAPABILITIES, page, ROOT } from './evidence.ts'
import type { ImageFacts, ProfileData } from './profile.ts'

const PLAIN: ImageFacts = {
  user: ROOT,
  ports: [],
  volumes: [],
  data: [],
  capabilities: NO_CAPABILITIES,
  healthcheck: false,
}
const official = github('docker-library/official-images@37079fb', '2026-08-22')
const distroless = github('GoogleContainerTools/distroless@cd08076', '2026-08-21')
const family = (names: string): readonly string[] =>
  names
    .split(' ')
    .flatMap((name) =>
      ['', '-debian11', '-debian12', '-debian13'].map((system) => `gcr.io/distroless/${name}${system}`),
    )

export const SYSTEMS: readonly ProfileData[] = [
  { names: ['alpine'], about: () => ({ ...PLAIN, role: 'os', base: 'alpine', evidence: { '*': official } }) },
  {
    names: ['debian', 'bitnami/minideb'],
    about: () => ({ ...PLAIN, role: 'os', base: 'debian-slim', evidence: { '*': official } }),
  },
  {
    names: ['ubuntu', 'public.ecr.aws/ubuntu/ubuntu'],
    about: () => ({
      ...PLAIN,
      role: 'os',
      base: 'ubuntu',
      evidence: { '*': official },
    }),
  },
  {
    names: ['scratch'],
    about: () => ({
      ...PLAIN,
      role: 'os',
      base: 'empty',
      evidence: { '*': page('docs.docker.com/build/building/base-images', '2026-11-22') },
    }),
  },
  { names: ['busybox'], about: () => ({ ...PLAIN, role: 'os', base: 'busybox', evidence: { '*': official } }) },
  {
    names: ['buildpack-deps'],
    about: () => ({
      ...PLAIN,
      role: 'toolchain',
      base: 'buildpack',
      evidence: { '*': github('docker-library/buildpack-deps@8330ca1', '2025-11-13') },
      variants: [{ words: ['curl'], facts: { base: 'debian-slim', tools: ['curl', 'wget'] } }],
    }),
  },
  {
    names: ['amazonlinux', 'public.ecr.aws/amazonlinux/amazonlinux'],
    about: () => ({
      ...PLAIN,
      role: 'os',
      base: 'rhel',
      tools: ['curl'],
      evidence: { '*': official },
    }),
  },
  {
    names: [
      'rockylinux',
      'rockylinux/rockylinux',
      'almalinux',
      'centos',
      'quay.io/centos/centos',
      'fedora',
      'oraclelinux',
    ],
    about: () => ({
      ...PLAIN,
      role: 'os',
      base: 'rhel',
      evidence: { '*': official },
      variants: [
        { words: ['minimal'], facts: { base: 'rhel-minimal' } },
        { words: ['slim'], facts: { base: 'rhel-minimal' } },
      ],
    }),
  },
  {
    names: ['registry.access.redhat.com/ubi8/ubi', 'registry.access.redhat.com/ubi9/ubi', 'redhat/ubi8', 'redhat/ubi9'],
    about: () => ({
      ...PLAIN,
      role: 'os',
      base: 'rhel',
      tools: ['curl'],
      evidence: { '*': page('catalog.redhat.com (ubi9/ubi)', '2026-11-22') },
    }),
  },
  {
    names: [
      'registry.access.redhat.com/ubi8/ubi-minimal',
      'registry.access.redhat.com/ubi9/ubi-minimal',
      'redhat/ubi8-minimal',
      'redhat/ubi9-minimal',
    ],
    about: () => ({
      ...PLAIN,
      role: 'os',
      base: 'rhel-minimal',
      tools: ['curl', 'bash'],
      evidence: { '*': page('catalog.redhat.com (ubi9/ubi-minimal)', '2026-11-22') },
    }),
  },
  {
    names: family('static base base-nossl cc'),
    about: () => ({
      ...PLAIN,
      role: 'os',
      base: 'distroless',
      evidence: { '*': distroless },
      variants: [
        { words: ['nonroot'], facts: { user: as('65532', 65532) } },
        { words: ['debug'], facts: { tools: ['sh', 'busybox', 'wget', 'nc'] } },
      ],
    }),
  },
  {
    names: family('java-base java11 java17 java21 java25 nodejs nodejs18 nodejs20 nodejs22 nodejs24 python3'),
    about: () => ({
      ...PLAIN,
      role: 'runtime',
      base: 'distroless',
      evidence: { '*': distroless },
      variants: [
        { words: ['nonroot'], facts: { user: as('65532', 65532) } },
        { words: ['debug'], facts: { tools: ['sh', 'busybox', 'wget', 'nc'] } },
      ],
    }),
  },
  {
    names: ['cgr.dev/chainguard/static', 'cgr.dev/chainguard/glibc-dynamic', 'cgr.dev/chainguard/cc-dynamic'],
    about: () => ({
      role: 'os',
      base: 'distroless',
      user: as('65532', 65532),
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      evidence: { '*': page('edu.chainguard.dev/chainguard/chainguard-images/overview', '2026-11-22') },
    }),
  },
  {
    names: ['cgr.dev/chainguard/wolfi-base'],
    about: () => ({
      role: 'os',
      base: 'wolfi',
      healthcheck: false,
      evidence: { '*': page('images.chainguard.dev/directory/image/wolfi-base', '2026-11-22') },
    }),
  },
  {
    names: [
      'cgr.dev/chainguard/node',
      'cgr.dev/chainguard/python',
      'cgr.dev/chainguard/jre',
      'cgr.dev/chainguard/nginx',
      'cgr.dev/chainguard/aspnet-runtime',
      'cgr.dev/chainguard/dotnet-runtime',
    ],
    about: () => ({
      role: 'runtime',
      user: as('65532', 65532),
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      evidence: { '*': page('edu.chainguard.dev/chainguard/chainguard-images/overview', '2026-11-22') },
      variants: [{ words: ['latest'], without: ['dev'], facts: { base: 'distroless' } }],
    }),
  },
]
