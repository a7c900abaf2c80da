/** Profiles of relational databases. */
import { as, DROPS_AND_CHOWNS, github, page, ROOT } from './evidence.ts'
import type { ProfileData } from './profile.ts'

/** What gives MariaDB's root a password, by the new names and the old. */
const ROOT_PASSWORDS = [
  'MARIADB_ROOT_PASSWORD',
  'MARIADB_ROOT_PASSWORD_HASH',
  'MARIADB_RANDOM_ROOT_PASSWORD',
  'MYSQL_ROOT_PASSWORD',
  'MYSQL_RANDOM_ROOT_PASSWORD',
]

export const DATABASES: readonly ProfileData[] = [
  {
    names: ['postgres'],
    about: () => ({
      role: 'data-store',
      base: 'debian-slim',
      user: ROOT,
      dropsTo: as('postgres', 999),
      tools: ['bash', 'gosu', 'pg_isready', 'psql', 'pg_dump'],
      ports: [5432],
      volumes: ['/var/lib/postgresql'],
      data: ['/var/lib/postgresql'],
      writes: ['/var/run/postgresql', '/tmp'],
      capabilities: { add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'], basis: 'run' },
      healthcheck: false,
      probe: ['CMD-SHELL', 'pg_isready -U "$${POSTGRES_USER:-postgres}"'],
      authentication: {
        open: [{ kind: 'environment', name: 'POSTGRES_HOST_AUTH_METHOD', values: ['trust'] }],
        credentials: ['POSTGRES_PASSWORD'],
        users: ['POSTGRES_USER'],
        files: ['POSTGRES_PASSWORD', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_INITDB_ARGS'],
      },
      evidence: {
        '*': github('docker-library/postgres@6edb0a8', '2026-02-26'),
        capabilities: github(
          'londonaicentre/FLIP/pull/617 (second start) and docker-library/postgres/issues/649',
          '2026-11-22',
        ),
      },
      variants: [
        { to: 17, facts: { volumes: ['/var/lib/postgresql/data'], data: ['/var/lib/postgresql/data'] } },
        { words: ['alpine'], facts: { base: 'alpine', dropsTo: as('postgres', 70) } },
      ],
    }),
  },
  {
    names: ['postgis/postgis', 'pgvector/pgvector', 'ankane/pgvector', 'timescale/timescaledb'],
    about: () => ({
      role: 'data-store',
      user: ROOT,
      dropsTo: as('postgres'),
      tools: ['pg_isready', 'psql'],
      ports: [5432],
      healthcheck: false,
      probe: ['CMD-SHELL', 'pg_isready -U "$${POSTGRES_USER:-postgres}"'],
      authentication: {
        open: [{ kind: 'environment', name: 'POSTGRES_HOST_AUTH_METHOD', values: ['trust'] }],
        credentials: ['POSTGRES_PASSWORD'],
        users: ['POSTGRES_USER'],
        files: ['POSTGRES_PASSWORD', 'POSTGRES_USER', 'POSTGRES_DB'],
      },
      evidence: { '*': page('hub.docker.com/r/postgis/postgis (built on the official postgres image)', '2026-11-22') },
    }),
  },
  {
    names: ['mysql'],
    about: () => ({
      role: 'data-store',
      base: 'rhel-minimal',
      user: ROOT,
      dropsTo: as('mysql', 999),
      tools: ['bash', 'gosu', 'mysql', 'mysqladmin', 'mysqldump'],
      ports: [3306, 33060],
      volumes: ['/var/lib/mysql'],
      data: ['/var/lib/mysql'],
      writes: ['/var/run/mysqld', '/tmp'],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: false,
      probe: ['CMD-SHELL', 'mysqladmin ping -h 127.0.0.1 --silent'],
      authentication: {
        open: [
          {
            kind: 'environment',
            name: 'MYSQL_ALLOW_EMPTY_PASSWORD',
            unless: ['MYSQL_ROOT_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD'],
          },
        ],
        credentials: ['MYSQL_ROOT_PASSWORD', 'MYSQL_PASSWORD'],
        users: ['MYSQL_USER'],
        files: ['MYSQL_ROOT_HOST', 'MYSQL_DATABASE', 'MYSQL_USER', 'MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD'],
      },
      evidence: { '*': github('docker-library/mysql@7f30fdb', '2026-06-16') },
      variants: [{ to: 5, facts: { ports: [3306] } }],
    }),
  },
  {
    names: ['mariadb'],
    about: () => ({
      role: 'data-store',
      base: 'ubuntu',
      user: ROOT,
      dropsTo: as('mysql'),
      tools: ['bash', 'gosu', 'mariadb', 'mariadb-admin', 'healthcheck.sh'],
      ports: [3306],
      volumes: ['/var/lib/mysql'],
      data: ['/var/lib/mysql'],
      writes: ['/run/mysqld', '/tmp'],
      capabilities: DROPS_AND_CHOWNS,
      healthcheck: false,
      probe: ['CMD', 'healthcheck.sh', '--connect', '--innodb_initialized'],
      authentication: {
        open: [
          { kind: 'environment', name: 'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', unless: ROOT_PASSWORDS },
          { kind: 'environment', name: 'MYSQL_ALLOW_EMPTY_PASSWORD', unless: ROOT_PASSWORDS },
        ],
        credentials: [
          'MARIADB_ROOT_PASSWORD',
          'MARIADB_PASSWORD',
          'MARIADB_REPLICATION_PASSWORD',
          'MYSQL_ROOT_PASSWORD',
          'MYSQL_PASSWORD',
        ],
        users: ['MARIADB_USER', 'MYSQL_USER'],
        files: ['*', 'MARIADB_USER', 'MARIADB_DATABASE', 'MYSQL_USER', 'MYSQL_DATABASE'],
      },
      evidence: { '*': github('MariaDB/mariadb-docker@1b6429b', '2026-05-29') },
      variants: [
        { words: ['ubi'], facts: { base: 'rhel-minimal' } },
        // Until 10.x the client programs kept MySQL's names beside their own.
        {
          to: 10,
          facts: { tools: ['bash', 'gosu', 'mariadb', 'mariadb-admin', 'mysql', 'mysqladmin', 'healthcheck.sh'] },
        },
      ],
    }),
  },
  {
    names: ['mcr.microsoft.com/mssql/server', 'microsoft/mssql-server-linux'],
    about: () => ({
      role: 'data-store',
      base: 'ubuntu',
      user: as('mssql', 10001),
      tools: ['bash'],
      ports: [1433],
      data: ['/var/opt/mssql'],
      capabilities: { add: [], basis: 'source' },
      healthcheck: false,
      authentication: { open: [], credentials: ['MSSQL_SA_PASSWORD', 'SA_PASSWORD'], files: [] },
      evidence: {
        '*': page(
          'learn.microsoft.com/sql/linux/sql-server-linux-docker-container-security (non-root since 2019)',
          '2026-11-22',
        ),
      },
      variants: [{ to: 2017, facts: { user: ROOT } }],
    }),
  },
  {
    names: ['mcr.microsoft.com/azure-sql-edge'],
    about: () => ({
      role: 'data-store',
      user: as('mssql', 10001),
      ports: [1433],
      data: ['/var/opt/mssql'],
      healthcheck: false,
      authentication: { open: [], credentials: ['MSSQL_SA_PASSWORD', 'SA_PASSWORD'], files: [] },
      evidence: { '*': page('learn.microsoft.com/azure/azure-sql-edge/configure', '2026-11-22') },
    }),
  },
  {
    names: ['gvenzl/oracle-xe', 'gvenzl/oracle-free'],
    about: () => ({
      role: 'data-store',
      user: as('oracle', 54321),
      tools: ['bash', 'healthcheck.sh', 'sqlplus'],
      ports: [1521],
      data: ['/opt/oracle/oradata'],
      healthcheck: false,
      probe: ['CMD', 'healthcheck.sh'],
      authentication: {
        open: [],
        credentials: ['ORACLE_PASSWORD', 'APP_USER_PASSWORD'],
        users: ['APP_USER'],
        files: ['ORACLE_PASSWORD', 'APP_USER_PASSWORD'],
      },
      evidence: { '*': page('github.com/gvenzl/oci-oracle-xe', '2026-11-22') },
    }),
  },
  {
    names: ['cockroachdb/cockroach'],
    about: () => ({
      role: 'data-store',
      ports: [26257, 8080],
      data: ['/cockroach/cockroach-data'],
      healthcheck: false,
      authentication: {
        open: [
          { kind: 'argument', flags: ['--insecure'] },
          { kind: 'argument', flags: ['demo'] },
        ],
        credentials: ['COCKROACH_PASSWORD'],
        files: [],
      },
      evidence: { '*': page('cockroachlabs.com/docs/stable/start-a-local-cluster-in-docker-linux', '2026-11-22') },
    }),
  },
]
