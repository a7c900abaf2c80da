/** Profiles of consoles for administrators and helpers for developers: useful at a desk, a risk in production. */
import { as, github, NO_CAPABILITIES, page, ROOT } from './evidence.ts'
import type { ProfileData } from './profile.ts'

export const ADMIN: readonly ProfileData[] = [
  {
    names: ['dpage/pgadmin4'],
    about: () => ({
      role: 'admin-tool',
      base: 'alpine',
      user: as('5050', 5050),
      tools: ['bash', 'python3', 'su-exec'],
      ports: [80, 443],
      volumes: ['/var/lib/pgadmin'],
      data: ['/var/lib/pgadmin'],
      // Its Python carries the file capability, so it does not even start where the bounding set lacks it.
      capabilities: { add: ['NET_BIND_SERVICE'], basis: 'source' },
      healthcheck: false,
      probe: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:80/misc/ping'],
      authentication: {
        open: [{ kind: 'environment', name: 'PGADMIN_CONFIG_SERVER_MODE', values: ['false'] }],
        credentials: ['PGADMIN_DEFAULT_PASSWORD'],
        users: ['PGADMIN_DEFAULT_EMAIL'],
        files: ['PGADMIN_DEFAULT_PASSWORD'],
      },
      evidence: { '*': github('pgadmin-org/pgadmin4@bc58657', '2026-08-21') },
    }),
  },
  {
    names: ['adminer'],
    about: () => ({
      role: 'admin-tool',
      base: 'alpine',
      user: as('adminer'),
      tools: ['php', 'curl'],
      ports: [8080],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      evidence: { '*': github('TimWolla/docker-adminer@7088bf0', '2026-07-17') },
      variants: [{ words: ['fastcgi'], facts: { ports: [9000] } }],
    }),
  },
  {
    names: ['phpmyadmin', 'phpmyadmin/phpmyadmin'],
    about: () => ({
      role: 'admin-tool',
      base: 'debian-slim',
      user: ROOT,
      tools: ['php', 'curl', 'bash'],
      ports: [80],
      healthcheck: false,
      authentication: {
        // With both the user and the password given, phpMyAdmin logs everyone in as that user.
        open: [],
        credentials: ['PMA_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'PMA_CONTROLPASS'],
        users: ['PMA_USER'],
        files: ['PMA_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'PMA_USER', 'PMA_HOST'],
      },
      evidence: { '*': github('phpmyadmin/docker@452a995', '2025-10-08') },
      variants: [
        { words: ['alpine'], facts: { base: 'alpine', ports: [9000] } },
        { words: ['fpm'], facts: { ports: [9000] } },
      ],
    }),
  },
  {
    names: ['mongo-express'],
    about: () => ({
      role: 'admin-tool',
      base: 'alpine',
      user: ROOT,
      tools: ['bash', 'tini', 'node'],
      ports: [8081],
      healthcheck: false,
      authentication: {
        open: [{ kind: 'environment', name: 'ME_CONFIG_BASICAUTH', values: ['false'] }],
        credentials: [
          'ME_CONFIG_MONGODB_ADMINPASSWORD',
          'ME_CONFIG_BASICAUTH_PASSWORD',
          'ME_CONFIG_SITE_SESSIONSECRET',
          'ME_CONFIG_SITE_COOKIESECRET',
          'ME_CONFIG_MONGODB_AUTH_PASSWORD',
        ],
        users: ['ME_CONFIG_MONGODB_ADMINUSERNAME', 'ME_CONFIG_BASICAUTH_USERNAME'],
        files: [
          'ME_CONFIG_MONGODB_ADMINUSERNAME',
          'ME_CONFIG_MONGODB_ADMINPASSWORD',
          'ME_CONFIG_BASICAUTH_USERNAME',
          'ME_CONFIG_BASICAUTH_PASSWORD',
        ],
        defaults: [{ user: 'admin', password: 'pass' }],
      },
      evidence: { '*': github('mongo-express/mongo-express-docker@0752343', '2024-04-11') },
    }),
  },
  {
    names: ['rediscommander/redis-commander', 'ghcr.io/joeferner/redis-commander'],
    about: () => ({
      role: 'admin-tool',
      base: 'alpine',
      user: as('10000', 10000),
      tools: ['dumb-init', 'jq', 'node'],
      ports: [8081],
      capabilities: NO_CAPABILITIES,
      healthcheck: true,
      authentication: {
        open: [{ kind: 'not-all-of-environment', names: ['HTTP_USER'] }],
        credentials: ['HTTP_PASSWORD', 'HTTP_PASSWORD_HASH', 'REDIS_PASSWORD'],
        users: ['HTTP_USER'],
        files: ['HTTP_PASSWORD', 'HTTP_PASSWORD_HASH', 'REDIS_PASSWORD'],
      },
      evidence: { '*': github('joeferner/redis-commander@b03e3c4', '2025-07-21') },
    }),
  },
  {
    names: ['redis/redisinsight', 'redislabs/redisinsight'],
    about: () => ({
      role: 'admin-tool',
      ports: [5540],
      data: ['/data'],
      authentication: { open: [{ kind: 'always' }], credentials: ['RI_ENCRYPTION_KEY'], files: [] },
      evidence: { '*': page('redis.io/docs/latest/operate/redisinsight/install/install-on-docker', '2026-11-22') },
    }),
  },
  {
    names: ['portainer/portainer-ce', 'portainer/portainer-ee', 'portainer/portainer'],
    about: () => ({
      role: 'admin-tool',
      base: 'empty',
      user: ROOT,
      ports: [9443, 9000, 8000],
      volumes: ['/data'],
      data: ['/data'],
      writes: ['/tmp'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      authentication: { open: [], credentials: [], files: [] },
      evidence: { '*': github('portainer/portainer@cc75167', '2024-10-23') },
      variants: [
        {
          words: ['alpine'],
          facts: {
            base: 'alpine',
            probe: ['CMD', 'wget', '-q', '--spider', 'http://127.0.0.1:9000/api/system/status'],
          },
        },
      ],
    }),
  },
  {
    names: ['amir20/dozzle'],
    about: () => ({
      role: 'admin-tool',
      base: 'empty',
      ports: [8080],
      authentication: {
        open: [{ kind: 'none-of-environment', names: ['DOZZLE_AUTH_PROVIDER'] }],
        credentials: [],
        files: [],
        configuredBy: ['--auth-provider'],
      },
      evidence: { '*': page('dozzle.dev/guide/authentication', '2026-11-22') },
    }),
  },
  {
    names: ['dbeaver/cloudbeaver'],
    about: () => ({
      role: 'admin-tool',
      ports: [8978],
      evidence: { '*': page('github.com/dbeaver/cloudbeaver/wiki', '2026-11-22') },
    }),
  },
  {
    names: [
      'provectuslabs/kafka-ui',
      'ghcr.io/kafbat/kafka-ui',
      'kafbat/kafka-ui',
      'obsidiandynamics/kafdrop',
      'docker.redpanda.com/redpandadata/console',
    ],
    about: () => ({
      role: 'admin-tool',
      evidence: { '*': page('ui.docs.kafbat.io', '2026-11-22') },
    }),
  },
  {
    names: ['mailhog/mailhog'],
    about: () => ({
      role: 'dev-tool',
      base: 'alpine',
      user: as('mailhog', 1000),
      ports: [1025, 8025],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      authentication: {
        open: [{ kind: 'none-of-environment', names: ['MH_AUTH_FILE'] }],
        credentials: [],
        files: [],
        configuredBy: ['-auth-file'],
      },
      evidence: { '*': github('mailhog/MailHog@e6fa068', '2022-08-02') },
    }),
  },
  {
    names: ['axllent/mailpit', 'ghcr.io/axllent/mailpit'],
    about: () => ({
      role: 'dev-tool',
      base: 'alpine',
      user: ROOT,
      ports: [1025, 1110, 8025],
      capabilities: NO_CAPABILITIES,
      healthcheck: true,
      authentication: {
        open: [{ kind: 'none-of-environment', names: ['MP_UI_AUTH', 'MP_UI_AUTH_FILE'] }],
        credentials: ['MP_UI_AUTH', 'MP_SMTP_AUTH'],
        files: [],
        configuredBy: ['--ui-auth-file'],
      },
      evidence: { '*': github('axllent/mailpit@408b30d', '2026-07-20') },
    }),
  },
  {
    names: ['sj26/mailcatcher', 'schickling/mailcatcher', 'maildev/maildev', 'rnwood/smtp4dev'],
    about: () => ({
      role: 'dev-tool',
      evidence: { '*': page('github.com/maildev/maildev', '2026-11-22') },
    }),
  },
  {
    names: ['localstack/localstack', 'localstack/localstack-pro'],
    about: () => ({
      role: 'dev-tool',
      base: 'debian-slim',
      user: ROOT,
      tools: ['python', 'curl'],
      ports: [4566],
      volumes: ['/var/lib/localstack'],
      data: ['/var/lib/localstack'],
      healthcheck: true,
      authentication: {
        open: [{ kind: 'always' }],
        credentials: ['LOCALSTACK_AUTH_TOKEN', 'LOCALSTACK_API_KEY'],
        files: [],
      },
      evidence: { '*': github('localstack/localstack@8b9a79f', '2026-03-23') },
    }),
  },
  {
    names: [
      'jupyter/base-notebook',
      'jupyter/minimal-notebook',
      'jupyter/scipy-notebook',
      'quay.io/jupyter/base-notebook',
      'quay.io/jupyter/scipy-notebook',
    ],
    about: () => ({
      role: 'dev-tool',
      user: as('jovyan', 1000),
      ports: [8888],
      authentication: {
        open: [
          {
            kind: 'argument',
            flags: [
              "--NotebookApp.token=''",
              '--NotebookApp.token=',
              "--ServerApp.token=''",
              '--ServerApp.token=',
              "--IdentityProvider.token=''",
            ],
          },
        ],
        credentials: ['JUPYTER_TOKEN'],
        files: [],
      },
      evidence: { '*': page('jupyter-docker-stacks.readthedocs.io/en/latest/using/common.html', '2026-11-22') },
    }),
  },
  {
    names: ['swaggerapi/swagger-ui', 'swaggerapi/swagger-editor'],
    about: () => ({
      role: 'dev-tool',
      ports: [8080],
      evidence: { '*': page('github.com/swagger-api/swagger-ui', '2026-11-22') },
    }),
  },
  {
    names: ['containrrr/watchtower'],
    about: () => ({
      role: 'admin-tool',
      base: 'empty',
      user: ROOT,
      evidence: { '*': page('containrrr.dev/watchtower', '2026-11-22') },
    }),
  },
]
