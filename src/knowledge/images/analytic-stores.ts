/** Profiles of graph, column and time series databases. */
import { as, DROPS_AND_CHOWNS, github, page, ROOT } from './evidence.ts'
import type { ProfileData } from './profile.ts'

export const ANALYTIC_STORES: readonly ProfileData[] = [
  {
    names: ['influxdb'],
    about: () => ({
      role: 'data-store',
      base: 'debian-slim',
      user: as('influxdb3', 1500),
      tools: ['bash', 'curl'],
      ports: [8181],
      healthcheck: false,
      authentication: {
        open: [
          { kind: 'argument', flags: ['--without-auth'] },
          { kind: 'environment', name: 'INFLUXDB3_START_WITHOUT_AUTH', values: ['true', '1'] },
        ],
        credentials: ['INFLUXDB3_AUTH_TOKEN'],
        files: [],
      },
      evidence: { '*': github('influxdata/influxdata-docker@d457cb9', '2026-08-06') },
      variants: [
        {
          to: 2,
          facts: {
            user: ROOT,
            dropsTo: as('influxdb', 1000),
            ports: [8086],
            volumes: ['/var/lib/influxdb2', '/etc/influxdb2'],
            data: ['/var/lib/influxdb2', '/etc/influxdb2'],
            capabilities: DROPS_AND_CHOWNS,
            authentication: {
              open: [],
              credentials: ['DOCKER_INFLUXDB_INIT_PASSWORD', 'DOCKER_INFLUXDB_INIT_ADMIN_TOKEN'],
              users: ['DOCKER_INFLUXDB_INIT_USERNAME'],
              files: [
                'DOCKER_INFLUXDB_INIT_PASSWORD',
                'DOCKER_INFLUXDB_INIT_USERNAME',
                'DOCKER_INFLUXDB_INIT_ADMIN_TOKEN',
              ],
            },
          },
        },
        {
          to: 1,
          facts: {
            volumes: ['/var/lib/influxdb'],
            data: ['/var/lib/influxdb'],
            authentication: {
              open: [
                { kind: 'none-of-environment', names: ['INFLUXDB_HTTP_AUTH_ENABLED'] },
                { kind: 'environment', name: 'INFLUXDB_HTTP_AUTH_ENABLED', values: ['false'] },
              ],
              credentials: [
                'INFLUXDB_ADMIN_PASSWORD',
                'INFLUXDB_USER_PASSWORD',
                'INFLUXDB_READ_USER_PASSWORD',
                'INFLUXDB_WRITE_USER_PASSWORD',
              ],
              users: ['INFLUXDB_ADMIN_USER', 'INFLUXDB_USER'],
              files: [],
              configuredBy: ['influxdb.conf'],
            },
          },
        },
        { words: ['alpine'], facts: { base: 'alpine' } },
      ],
    }),
  },
  {
    names: ['clickhouse', 'clickhouse/clickhouse-server', 'yandex/clickhouse-server'],
    about: () => ({
      role: 'data-store',
      base: 'ubuntu',
      user: ROOT,
      dropsTo: as('clickhouse', 101),
      tools: ['bash', 'wget', 'clickhouse-client'],
      ports: [8123, 9000, 9009],
      volumes: ['/var/lib/clickhouse'],
      data: ['/var/lib/clickhouse'],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: false,
      probe: ['CMD', 'wget', '--no-verbose', '--tries=1', '--spider', 'http://127.0.0.1:8123/ping'],
      authentication: {
        // With neither a user nor a password, current images allow `default` from inside the container only.
        open: [{ kind: 'environment', name: 'CLICKHOUSE_SKIP_USER_SETUP', values: ['1'] }],
        credentials: ['CLICKHOUSE_PASSWORD'],
        users: ['CLICKHOUSE_USER'],
        files: ['CLICKHOUSE_PASSWORD'],
        configuredBy: ['/etc/clickhouse-server'],
      },
      evidence: { '*': github('ClickHouse/docker-library@b347516', '2026-08-07') },
      variants: [
        { words: ['alpine'], facts: { base: 'alpine' } },
        { words: ['distroless'], facts: { base: 'distroless', tools: [] } },
      ],
    }),
  },
  {
    names: ['cassandra'],
    about: () => ({
      role: 'data-store',
      base: 'debian-slim',
      user: ROOT,
      dropsTo: as('cassandra', 999),
      tools: ['bash', 'gosu', 'cqlsh', 'nodetool'],
      ports: [9042, 7000, 7001, 7199],
      volumes: ['/var/lib/cassandra'],
      data: ['/var/lib/cassandra'],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: false,
      authentication: {
        open: [{ kind: 'always' }],
        credentials: [],
        files: [],
        configuredBy: ['cassandra.yaml', '/etc/cassandra'],
      },
      evidence: {
        '*': github('docker-library/cassandra@7b9da8f', '2026-04-16'),
        authentication: page(
          'cassandra.apache.org/doc/latest/cassandra/managing/operating/security.html (AllowAllAuthenticator by default)',
          '2026-11-22',
        ),
      },
    }),
  },
  {
    names: ['neo4j'],
    about: () => ({
      role: 'data-store',
      base: 'debian-slim',
      user: ROOT,
      dropsTo: as('neo4j', 7474),
      tools: ['bash', 'wget', 'jq', 'ps', 'tini', 'cypher-shell'],
      ports: [7474, 7473, 7687],
      volumes: ['/data', '/logs'],
      data: ['/data'],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: false,
      authentication: {
        open: [
          { kind: 'environment', name: 'NEO4J_AUTH', values: ['none'] },
          { kind: 'environment', name: 'NEO4J_dbms_security_auth__enabled', values: ['false'] },
        ],
        credentials: ['NEO4J_AUTH'],
        files: ['NEO4J_AUTH'],
        defaults: [{ user: 'neo4j', password: 'neo4j' }],
      },
      evidence: { '*': github('neo4j/docker-neo4j-publish@a9a15fb', '2026-07-08') },
      variants: [{ words: ['ubi'], facts: { base: 'rhel-minimal', tools: ['bash'] } }],
    }),
  },
]
