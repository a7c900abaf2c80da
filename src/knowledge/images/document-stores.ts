/** Profiles of document, key-value and object stores, search engines and caches. */
import { as, DROPS_AND_CHOWNS, github, NO_CAPABILITIES, page, ROOT } from './evidence.ts'
import type { ProfileData } from './profile.ts'

export const DOCUMENT_STORES: readonly ProfileData[] = [
  {
    names: ['mongo'],
    about: () => ({
      role: 'data-store',
      base: 'ubuntu',
      user: ROOT,
      dropsTo: as('mongodb', 999),
      tools: ['bash', 'gosu', 'jq', 'ps', 'mongosh', 'mongod'],
      ports: [27017],
      volumes: ['/data/db', '/data/configdb'],
      data: ['/data/db', '/data/configdb'],
      writes: ['/tmp'],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: false,
      probe: ['CMD', 'mongosh', '--quiet', '--eval', "db.adminCommand('ping').ok"],
      authentication: {
        open: [{ kind: 'not-all-of-environment', names: ['MONGO_INITDB_ROOT_USERNAME', 'MONGO_INITDB_ROOT_PASSWORD'] }],
        credentials: ['MONGO_INITDB_ROOT_PASSWORD'],
        users: ['MONGO_INITDB_ROOT_USERNAME'],
        files: ['MONGO_INITDB_ROOT_USERNAME', 'MONGO_INITDB_ROOT_PASSWORD'],
        configuredBy: ['--auth', '--keyFile', '--config', '-f', '/etc/mongod.conf', '/etc/mongo'],
      },
      evidence: { '*': github('docker-library/mongo@2c69a57', '2026-06-11') },
      variants: [
        {
          to: 4,
          facts: {
            tools: ['bash', 'gosu', 'jq', 'ps', 'mongo', 'mongod'],
            probe: ['CMD', 'mongo', '--quiet', '--eval', "db.adminCommand('ping').ok"],
          },
        },
        { from: 5, to: 5, facts: { tools: ['bash', 'gosu', 'jq', 'ps', 'mongo', 'mongosh', 'mongod'] } },
      ],
    }),
  },
  {
    names: ['redis'],
    about: () => ({
      role: 'cache',
      base: 'debian-slim',
      user: ROOT,
      dropsTo: as('redis', 999),
      tools: ['redis-cli', 'redis-server'],
      ports: [6379],
      volumes: ['/data'],
      data: ['/data'],
      writes: [],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: false,
      probe: ['CMD', 'redis-cli', 'ping'],
      authentication: {
        // The image is compiled with protected mode off: without a password anyone who can connect may read and write.
        open: [{ kind: 'none-of-arguments', flags: ['--requirepass', '--aclfile', '--user', 'requirepass'] }],
        credentials: [],
        files: [],
        configuredBy: ['.conf', '/usr/local/etc/redis', '/etc/redis'],
      },
      evidence: { '*': github('redis/docker-library-redis@e920499', '2024-06-28') },
      variants: [{ words: ['alpine'], facts: { base: 'alpine' } }],
    }),
  },
  {
    names: ['redislabs/redismod'],
    about: () => ({
      role: 'cache',
      base: 'debian-slim',
      user: ROOT,
      tools: ['redis-cli', 'redis-server'],
      ports: [6379],
      data: ['/data'],
      // The server itself is the first process, and writes as root into a directory of the account redis.
      capabilities: { add: ['DAC_OVERRIDE'], basis: 'source' },
      healthcheck: false,
      probe: ['CMD', 'redis-cli', 'ping'],
      authentication: {
        open: [{ kind: 'none-of-arguments', flags: ['--requirepass', '--aclfile', '--user', 'requirepass'] }],
        credentials: [],
        files: [],
        configuredBy: ['.conf'],
      },
      evidence: { '*': page('github.com/RedisLabsModules/redismod (Dockerfile)', '2026-11-22') },
    }),
  },
  {
    names: ['redis/redis-stack', 'redis/redis-stack-server'],
    about: () => ({
      role: 'data-store',
      tools: ['redis-cli'],
      ports: [6379, 8001],
      healthcheck: false,
      authentication: {
        open: [{ kind: 'none-of-environment', names: ['REDIS_ARGS'] }],
        credentials: ['REDIS_ARGS'],
        files: [],
        configuredBy: ['.conf', '--requirepass'],
      },
      evidence: { '*': page('hub.docker.com/r/redis/redis-stack', '2026-11-22') },
    }),
  },
  {
    names: ['valkey/valkey', 'ghcr.io/valkey-io/valkey'],
    about: () => ({
      role: 'cache',
      base: 'debian-slim',
      user: ROOT,
      dropsTo: as('valkey', 999),
      tools: ['valkey-cli', 'valkey-server'],
      ports: [6379],
      volumes: ['/data'],
      data: ['/data'],
      writes: [],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: false,
      probe: ['CMD', 'valkey-cli', 'ping'],
      authentication: {
        open: [{ kind: 'none-of-arguments', flags: ['--requirepass', '--aclfile', '--user', 'requirepass'] }],
        credentials: ['VALKEY_EXTRA_FLAGS'],
        files: [],
        configuredBy: ['.conf', '/usr/local/etc/valkey', '/etc/valkey', 'VALKEY_EXTRA_FLAGS'],
      },
      evidence: { '*': github('valkey-io/valkey-container@ae6141e', '2025-01-08') },
      variants: [{ words: ['alpine'], facts: { base: 'alpine' } }],
    }),
  },
  {
    names: ['memcached'],
    about: () => ({
      role: 'cache',
      base: 'debian-slim',
      user: as('memcache', 11211),
      ports: [11211],
      writes: [],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      authentication: {
        open: [{ kind: 'none-of-arguments', flags: ['-S', '--enable-sasl', '-Y', '--auth-file'] }],
        credentials: [],
        files: [],
      },
      evidence: { '*': github('docker-library/memcached@53ac0ec', '2026-07-09') },
      variants: [{ words: ['alpine'], facts: { base: 'alpine' } }],
    }),
  },
  {
    names: ['elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
    about: () => ({
      role: 'data-store',
      user: as('1000:0', 1000),
      tools: ['bash', 'curl'],
      ports: [9200, 9300],
      data: ['/usr/share/elasticsearch/data'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      authentication: {
        open: [{ kind: 'environment', name: 'xpack.security.enabled', values: ['false'] }],
        credentials: ['ELASTIC_PASSWORD'],
        files: ['ELASTIC_PASSWORD'],
        configuredBy: ['elasticsearch.yml'],
      },
      evidence: {
        '*': page(
          'elastic.co/docs/deploy-manage/deploy/self-managed/install-elasticsearch-docker-configure',
          '2026-11-22',
        ),
        capabilities: github('elastic/dockerfiles@7.16', '2026-11-22'),
      },
      variants: [
        {
          to: 7,
          facts: {
            // Before 8.0 the entrypoint changes to its account by chroot, below an init that stays root and passes signals on.
            user: ROOT,
            dropsTo: as('1000:0', 1000),
            capabilities: { add: ['KILL', 'SETGID', 'SETUID', 'SYS_CHROOT'], basis: 'source' },
            authentication: {
              // Security is off by default before 8.0.
              open: [
                { kind: 'none-of-environment', names: ['xpack.security.enabled'] },
                { kind: 'environment', name: 'xpack.security.enabled', values: ['false'] },
              ],
              credentials: ['ELASTIC_PASSWORD'],
              files: ['ELASTIC_PASSWORD'],
              configuredBy: ['elasticsearch.yml'],
            },
          },
        },
      ],
    }),
  },
  {
    names: ['opensearchproject/opensearch'],
    about: () => ({
      role: 'data-store',
      user: as('1000', 1000),
      tools: ['bash', 'curl'],
      ports: [9200, 9600],
      data: ['/usr/share/opensearch/data'],
      healthcheck: false,
      authentication: {
        open: [
          { kind: 'environment', name: 'DISABLE_SECURITY_PLUGIN', values: ['true'] },
          { kind: 'environment', name: 'plugins.security.disabled', values: ['true'] },
        ],
        credentials: ['OPENSEARCH_INITIAL_ADMIN_PASSWORD'],
        files: [],
        configuredBy: ['opensearch.yml'],
      },
      evidence: {
        '*': page('docs.opensearch.org/latest/install-and-configure/install-opensearch/docker', '2026-11-22'),
      },
    }),
  },
  {
    names: ['couchdb', 'apache/couchdb'],
    about: () => ({
      role: 'data-store',
      base: 'debian-slim',
      user: ROOT,
      dropsTo: as('couchdb', 5984),
      tools: ['bash', 'curl', 'tini'],
      ports: [5984, 4369, 9100],
      volumes: ['/opt/couchdb/data'],
      data: ['/opt/couchdb/data'],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: false,
      authentication: {
        open: [],
        credentials: ['COUCHDB_PASSWORD', 'COUCHDB_SECRET', 'COUCHDB_ERLANG_COOKIE'],
        users: ['COUCHDB_USER'],
        files: [],
      },
      evidence: { '*': github('apache/couchdb-docker@4c82ee0', '2025-11-11') },
      variants: [
        {
          to: 2,
          facts: {
            authentication: {
              open: [{ kind: 'not-all-of-environment', names: ['COUCHDB_USER', 'COUCHDB_PASSWORD'] }],
              credentials: ['COUCHDB_PASSWORD', 'COUCHDB_SECRET'],
              users: ['COUCHDB_USER'],
              files: [],
              configuredBy: ['/opt/couchdb/etc'],
            },
          },
        },
      ],
    }),
  },
  {
    names: ['quay.io/coreos/etcd', 'gcr.io/etcd-development/etcd'],
    about: () => ({
      role: 'data-store',
      tools: ['etcd', 'etcdctl'],
      ports: [2379, 2380],
      healthcheck: false,
      authentication: {
        open: [{ kind: 'none-of-arguments', flags: ['--client-cert-auth'] }],
        credentials: [],
        files: [],
        configuredBy: ['ETCD_CLIENT_CERT_AUTH', '--config-file', 'ETCD_CONFIG_FILE'],
      },
      evidence: { '*': github('etcd-io/etcd@c34dc7e', '2026-08-20') },
    }),
  },
  {
    names: ['minio/minio', 'quay.io/minio/minio'],
    about: () => ({
      role: 'data-store',
      base: 'rhel-minimal',
      user: ROOT,
      tools: ['curl', 'mc', 'minio'],
      lacks: ['wget'],
      ports: [9000, 9001],
      volumes: ['/data'],
      data: ['/data'],
      healthcheck: false,
      probe: ['CMD', 'mc', 'ready', 'local'],
      authentication: {
        open: [],
        credentials: ['MINIO_ROOT_PASSWORD', 'MINIO_SECRET_KEY', 'MINIO_ACCESS_KEY'],
        users: ['MINIO_ROOT_USER'],
        files: ['MINIO_ROOT_USER', 'MINIO_ROOT_PASSWORD', 'MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY'],
        defaults: [{ user: 'minioadmin', password: 'minioadmin' }],
      },
      evidence: { '*': github('minio/minio@7aac2a2', '2026-02-11') },
    }),
  },
]
