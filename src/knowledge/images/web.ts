/** Profiles of web servers, reverse proxies and certificate helpers. */
import { as, github, NO_CAPABILITIES, page, ROOT } from './evidence.ts'
import type { ProfileData } from './profile.ts'

export const WEB: readonly ProfileData[] = [
  {
    names: ['nginx'],
    about: () => ({
      role: 'web-server',
      base: 'debian-slim',
      user: ROOT,
      tools: ['curl', 'nginx'],
      ports: [80],
      volumes: [],
      data: [],
      writes: ['/var/cache/nginx', '/run', '/tmp'],
      capabilities: { add: ['CHOWN', 'SETGID', 'SETUID'], basis: 'run' },
      healthcheck: false,
      evidence: {
        '*': github('nginx/docker-nginx@0d7f438', '2026-04-14'),
        capabilities: page(
          'live run on Docker 29.1.3 recorded by github.com/tmatens/compose-lint (rule CL-0006)',
          '2026-08-22',
        ),
      },
      variants: [
        { words: ['alpine'], facts: { base: 'alpine' } },
        { words: ['alpine', 'slim'], facts: { tools: ['nginx'] } },
      ],
    }),
  },
  {
    names: [
      'nginxinc/nginx-unprivileged',
      'ghcr.io/nginx/nginx-unprivileged',
      'ghcr.io/nginxinc/nginx-unprivileged',
      'quay.io/nginx/nginx-unprivileged',
      'public.ecr.aws/nginx/nginx-unprivileged',
    ],
    about: () => ({
      role: 'web-server',
      base: 'debian-slim',
      user: as('101', 101),
      tools: ['curl', 'nginx'],
      ports: [8080],
      volumes: [],
      data: [],
      writes: ['/tmp'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      evidence: { '*': github('nginx/docker-nginx-unprivileged@e26803b', '2026-07-15') },
      variants: [
        { words: ['alpine'], facts: { base: 'alpine' } },
        { words: ['alpine', 'slim'], facts: { tools: ['nginx'] } },
      ],
    }),
  },
  {
    names: ['httpd'],
    about: () => ({
      role: 'web-server',
      base: 'debian-slim',
      user: ROOT,
      ports: [80],
      data: [],
      writes: ['/usr/local/apache2/logs'],
      capabilities: { add: ['SETGID', 'SETUID'], basis: 'source' },
      healthcheck: false,
      evidence: { '*': github('docker-library/httpd@9b63b37', '2026-06-10') },
      variants: [{ words: ['alpine'], facts: { base: 'alpine' } }],
    }),
  },
  {
    names: ['caddy'],
    about: () => ({
      role: 'web-server',
      base: 'alpine',
      user: ROOT,
      tools: ['curl', 'caddy'],
      ports: [80, 443, 2019],
      data: ['/data', '/config'],
      writes: ['/data', '/config'],
      // The binary carries the file capability, so it does not even start where the bounding set lacks it.
      capabilities: { add: ['NET_BIND_SERVICE'], basis: 'source' },
      healthcheck: false,
      evidence: { '*': github('caddyserver/caddy-docker@62d1326', '2026-03-05') },
      variants: [{ words: ['builder'], facts: { lacks: [] } }],
    }),
  },
  {
    names: ['traefik'],
    about: () => ({
      role: 'proxy',
      base: 'alpine',
      user: ROOT,
      tools: ['traefik'],
      ports: [80],
      data: [],
      writes: ['/tmp'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      probe: ['CMD', 'traefik', 'healthcheck', '--ping'],
      authentication: {
        open: [{ kind: 'argument', flags: ['--api.insecure=true', '--api.insecure', '--api.insecure=1'] }],
        credentials: [],
        files: [],
      },
      evidence: { '*': github('traefik/traefik-library-image@6973938', '2026-08-19') },
      variants: [
        { to: 1, facts: { base: 'empty' } },
        { words: ['alpine'], facts: { base: 'alpine' } },
      ],
    }),
  },
  {
    names: ['haproxy'],
    about: () => ({
      role: 'proxy',
      base: 'debian-slim',
      user: as('haproxy', 99),
      tools: ['haproxy'],
      ports: [],
      writes: [],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      evidence: { '*': github('docker-library/haproxy@ec437dd (non-root since 2.4)', '2026-07-22') },
      variants: [
        { words: ['alpine'], facts: { base: 'alpine' } },
        { to: 1, facts: { user: ROOT } },
      ],
    }),
  },
  {
    names: ['envoyproxy/envoy'],
    about: () => ({
      role: 'proxy',
      user: ROOT,
      ports: [10000],
      healthcheck: false,
      evidence: { '*': page('envoyproxy.io/docs/envoy/latest/start/docker', '2026-11-22') },
    }),
  },
  {
    names: ['nginxproxy/nginx-proxy', 'jwilder/nginx-proxy', 'ghcr.io/nginx-proxy/nginx-proxy'],
    about: () => ({
      role: 'proxy',
      base: 'debian-slim',
      user: ROOT,
      tools: ['curl', 'nginx', 'bash'],
      ports: [80, 443],
      healthcheck: false,
      evidence: { '*': github('nginx-proxy/nginx-proxy@584073d', '2026-07-23') },
      variants: [{ words: ['alpine'], facts: { base: 'alpine' } }],
    }),
  },
  {
    names: ['nginxproxy/acme-companion', 'jrcs/letsencrypt-nginx-proxy-companion'],
    about: () => ({
      role: 'proxy',
      user: ROOT,
      data: ['/etc/acme.sh', '/etc/nginx/certs'],
      evidence: { '*': page('github.com/nginx-proxy/acme-companion', '2026-11-22') },
    }),
  },
  {
    names: ['jc21/nginx-proxy-manager'],
    about: () => ({
      role: 'proxy',
      user: ROOT,
      ports: [80, 81, 443],
      data: ['/data', '/etc/letsencrypt'],
      authentication: {
        open: [],
        credentials: ['DB_MYSQL_PASSWORD', 'DB_POSTGRES_PASSWORD'],
        files: ['DB_MYSQL_PASSWORD'],
        defaults: [{ user: 'admin@example.com', password: 'changeme' }],
      },
      evidence: { '*': page('nginxproxymanager.com/guide', '2026-11-22') },
    }),
  },
  {
    names: ['certbot/certbot'],
    about: () => ({
      role: 'app',
      base: 'alpine',
      user: ROOT,
      tools: ['certbot', 'python3', 'openssl'],
      ports: [80, 443],
      volumes: ['/etc/letsencrypt', '/var/lib/letsencrypt'],
      data: ['/etc/letsencrypt', '/var/lib/letsencrypt'],
      healthcheck: false,
      evidence: { '*': github('certbot/certbot@f769e35', '2026-06-24') },
    }),
  },
  {
    names: ['cloudflare/cloudflared'],
    about: () => ({
      role: 'proxy',
      evidence: { '*': page('github.com/cloudflare/cloudflared', '2026-11-22') },
    }),
  },
  {
    names: ['visibilityspots/cloudflared'],
    about: () => ({
      role: 'proxy',
      base: 'alpine',
      user: as('cloudflared'),
      tools: ['dig', 'nslookup'],
      ports: [5054],
      writes: [],
      // The program carries it as a file capability, and does not start without.
      capabilities: { add: ['NET_BIND_SERVICE'], basis: 'source' },
      evidence: { '*': github('visibilityspots/dockerfile-cloudflared@0cf621d', '2026-02-22') },
    }),
  },
]
