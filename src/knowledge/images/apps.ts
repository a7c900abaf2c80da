/** Profiles of ready-made applications. */
import { as, DROPS_AND_CHOWNS, github, NO_CAPABILITIES, page, ROOT } from './evidence.ts'
import type { ProfileData } from './profile.ts'

export const APPS: readonly ProfileData[] = [
  {
    names: ['gitea/gitea', 'docker.gitea.com/gitea'],
    about: () => ({
      role: 'app',
      base: 'alpine',
      user: ROOT,
      dropsTo: as('git', 1000),
      tools: ['bash', 'curl', 'git', 'su-exec'],
      ports: [3000, 22],
      probe: ['CMD', 'curl', '-fsS', '-o', '/dev/null', 'http://127.0.0.1:3000/api/healthz'],
      volumes: ['/data'],
      data: ['/data'],
      // Its supervisor stops what runs as git, and its SSH server locks itself into an empty directory.
      capabilities: {
        add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID', 'SYS_CHROOT'],
        basis: 'source',
      },
      healthcheck: false,
      authentication: {
        open: [],
        credentials: [
          'DB_PASSWD',
          'GITEA__database__PASSWD',
          'SECRET_KEY',
          'GITEA__security__SECRET_KEY',
          'GITEA__security__INTERNAL_TOKEN',
        ],
        users: ['DB_USER', 'GITEA__database__USER'],
        files: [],
      },
      evidence: {
        '*': page('docs.gitea.com/installation/install-with-docker', '2026-11-22'),
        capabilities: page('github.com/go-gitea/gitea (docker/root)', '2026-11-22'),
      },
      variants: [
        {
          words: ['rootless'],
          facts: {
            user: as('1000:1000', 1000),
            ports: [3000, 2222],
            volumes: ['/var/lib/gitea', '/etc/gitea'],
            data: ['/var/lib/gitea', '/etc/gitea'],
            capabilities: NO_CAPABILITIES,
          },
        },
      ],
    }),
  },
  {
    names: ['jenkins/jenkins'],
    about: () => ({
      role: 'app',
      base: 'debian-slim',
      user: as('jenkins', 1000),
      tools: ['bash', 'curl', 'git', 'ps', 'tini', 'java'],
      ports: [8080, 50000],
      volumes: ['/var/jenkins_home'],
      data: ['/var/jenkins_home'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      evidence: { '*': github('jenkinsci/docker@ab3f5e0', '2026-08-18') },
      variants: [
        { words: ['alpine'], facts: { base: 'alpine' } },
        { words: ['rhel'], facts: { base: 'rhel' } },
        { words: ['slim'], facts: { base: 'debian-slim' } },
      ],
    }),
  },
  {
    names: ['sonarqube'],
    about: () => ({
      role: 'app',
      base: 'ubuntu',
      user: as('sonarqube', 1000),
      tools: ['bash', 'curl', 'java', 'wget'],
      ports: [9000],
      volumes: ['/opt/sonarqube/data', '/opt/sonarqube/extensions', '/opt/sonarqube/logs', '/opt/sonarqube/temp'],
      data: ['/opt/sonarqube/data', '/opt/sonarqube/extensions'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      authentication: {
        open: [],
        credentials: ['SONAR_JDBC_PASSWORD', 'SONAR_WEB_SYSTEMPASSCODE'],
        users: ['SONAR_JDBC_USERNAME'],
        files: [],
        defaults: [{ user: 'admin', password: 'admin' }],
      },
      evidence: { '*': github('SonarSource/docker-sonarqube@df5a6ae', '2026-06-29') },
    }),
  },
  {
    names: ['quay.io/keycloak/keycloak'],
    about: () => ({
      role: 'app',
      base: 'rhel-minimal',
      user: as('1000', 1000),
      tools: ['bash'],
      lacks: ['curl', 'wget'],
      ports: [8080, 8443],
      data: ['/opt/keycloak/data'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      authentication: {
        open: [],
        credentials: ['KC_BOOTSTRAP_ADMIN_PASSWORD', 'KEYCLOAK_ADMIN_PASSWORD', 'KC_DB_PASSWORD'],
        users: ['KC_BOOTSTRAP_ADMIN_USERNAME', 'KEYCLOAK_ADMIN', 'KC_DB_USERNAME'],
        files: [],
      },
      evidence: { '*': page('github.com/keycloak/keycloak (quarkus/container/Dockerfile)', '2026-11-22') },
      variants: [{ to: 16, facts: { lacks: [], data: [] } }],
    }),
  },
  {
    names: ['n8nio/n8n', 'docker.n8n.io/n8nio/n8n'],
    about: () => ({
      role: 'app',
      base: 'alpine',
      user: as('node', 1000),
      tools: ['node', 'tini'],
      ports: [5678],
      data: ['/home/node/.n8n'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      authentication: {
        open: [],
        credentials: ['N8N_ENCRYPTION_KEY', 'N8N_BASIC_AUTH_PASSWORD', 'DB_POSTGRESDB_PASSWORD'],
        users: ['N8N_BASIC_AUTH_USER'],
        files: ['N8N_ENCRYPTION_KEY', 'DB_POSTGRESDB_PASSWORD'],
      },
      evidence: { '*': page('github.com/n8n-io/n8n (docker/images/n8n/Dockerfile)', '2026-11-22') },
    }),
  },
  {
    names: ['registry'],
    about: () => ({
      role: 'app',
      base: 'alpine',
      user: ROOT,
      tools: ['registry'],
      ports: [5000],
      volumes: ['/var/lib/registry'],
      data: ['/var/lib/registry'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      probe: ['CMD', 'wget', '-q', '--spider', 'http://127.0.0.1:5000/'],
      authentication: {
        open: [
          {
            kind: 'none-of-environment',
            names: ['REGISTRY_AUTH', 'REGISTRY_AUTH_HTPASSWD_PATH', 'REGISTRY_AUTH_TOKEN_REALM'],
          },
        ],
        credentials: ['REGISTRY_HTTP_SECRET', 'REGISTRY_STORAGE_S3_SECRETKEY'],
        files: [],
        configuredBy: ['config.yml'],
      },
      evidence: { '*': github('distribution/distribution-library-image@a829ed8', '2025-07-10') },
    }),
  },
  {
    names: ['pihole/pihole'],
    about: () => ({
      role: 'app',
      base: 'alpine',
      user: ROOT,
      tools: ['bash', 'curl', 'git', 'dig'],
      ports: [53, 67, 80, 123, 443],
      outward: [53, 67],
      inward: [80, 443],
      data: ['/etc/pihole'],
      healthcheck: true,
      authentication: {
        open: [],
        credentials: ['FTLCONF_webserver_api_password', 'WEBPASSWORD'],
        files: ['WEBPASSWORD'],
      },
      evidence: { '*': github('pi-hole/docker-pi-hole@dd91b48', '2026-07-07') },
      variants: [
        {
          // Older ones are built on another supervisor.
          from: 2025,
          facts: {
            capabilities: {
              add: [
                ...['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'NET_BIND_SERVICE'],
                ...['NET_RAW', 'SETFCAP', 'SETGID', 'SETUID'],
              ],
              basis: 'source',
            },
          },
        },
      ],
    }),
  },
  {
    names: ['linuxserver/wireguard', 'lscr.io/linuxserver/wireguard', 'ghcr.io/linuxserver/wireguard'],
    about: () => ({
      role: 'app',
      base: 'alpine',
      user: ROOT,
      ports: [51820],
      outward: [51820],
      data: ['/config'],
      capabilities: {
        add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'NET_ADMIN', 'NET_RAW', 'SETGID', 'SETUID'],
        basis: 'source',
      },
      evidence: { '*': page('docs.linuxserver.io/images/docker-wireguard', '2026-11-22') },
    }),
  },
  {
    names: ['linuxserver/plex', 'lscr.io/linuxserver/plex', 'plexinc/pms-docker'],
    about: () => ({
      role: 'app',
      user: ROOT,
      ports: [32400],
      data: ['/config'],
      authentication: { open: [], credentials: ['PLEX_CLAIM'], files: [] },
      evidence: { '*': page('docs.linuxserver.io/images/docker-plex', '2026-11-22') },
    }),
  },
  {
    names: ['itzg/minecraft-server'],
    about: () => ({
      role: 'app',
      user: ROOT,
      dropsTo: as('1000', 1000),
      ports: [25565],
      outward: [25565],
      volumes: ['/data'],
      data: ['/data'],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: true,
      authentication: { open: [], credentials: ['RCON_PASSWORD'], files: ['RCON_PASSWORD'] },
      evidence: { '*': github('itzg/docker-minecraft-server@f61f721', '2026-08-20') },
    }),
  },
  {
    names: ['vaultwarden/server'],
    about: () => ({
      role: 'app',
      user: ROOT,
      tools: ['curl'],
      ports: [80],
      data: ['/data'],
      healthcheck: true,
      authentication: {
        open: [],
        credentials: ['ADMIN_TOKEN', 'DATABASE_URL', 'SMTP_PASSWORD'],
        files: ['ADMIN_TOKEN', 'DATABASE_URL', 'SMTP_PASSWORD'],
      },
      evidence: { '*': page('github.com/dani-garcia/vaultwarden', '2026-11-22') },
    }),
  },
  {
    names: ['docker'],
    about: () => ({
      role: 'toolchain',
      base: 'alpine',
      user: ROOT,
      tools: ['docker', 'git'],
      healthcheck: false,
      evidence: { '*': page('github.com/docker-library/docker', '2026-11-22') },
    }),
  },
]
