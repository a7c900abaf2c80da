/** Whether what an image reference names has reached the end of its security support: the product or the system below it. */

import type { ImageReference } from '../core/image-reference.ts'
import { lazy, remembered } from '../core/lazy.ts'
import { LIFECYCLES } from './end-of-life-dates.ts'
import { releaseIn } from './system-releases.ts'

export interface EndOfLife {
  readonly product: string
  /** The release line, e.g. `14` of Node.js or `10 (buster)` of Debian. */
  readonly version: string
  /** ISO date on which security support ended. */
  readonly date: string
}

/** Repositories, by familiar name, whose tags begin with the product's own version. */
const products = lazy(
  (): ReadonlyMap<string, string> =>
    new Map(
      Object.entries({
        'Node.js': 'node bitnami/node bitnamilegacy/node cimg/node circleci/node',
        Python: 'python bitnami/python cimg/python circleci/python',
        PHP: 'php bitnami/php-fpm',
        Ruby: 'ruby bitnami/ruby cimg/ruby circleci/ruby',
        Go: 'golang bitnami/golang cimg/go circleci/golang',
        '.NET':
          'mcr.microsoft.com/dotnet/sdk mcr.microsoft.com/dotnet/aspnet mcr.microsoft.com/dotnet/runtime mcr.microsoft.com/dotnet/runtime-deps ' +
          'mcr.microsoft.com/dotnet/core/sdk mcr.microsoft.com/dotnet/core/aspnet mcr.microsoft.com/dotnet/core/runtime microsoft/dotnet microsoft/aspnetcore',
        'Eclipse Temurin': 'eclipse-temurin',
        'Amazon Corretto': 'amazoncorretto',
        OpenJDK: 'openjdk',
        Perl: 'perl',
        Debian: 'debian bitnami/minideb',
        Ubuntu: 'ubuntu public.ecr.aws/ubuntu/ubuntu public.ecr.aws/lts/ubuntu',
        'Alpine Linux': 'alpine public.ecr.aws/docker/library/alpine',
        'Amazon Linux': 'amazonlinux public.ecr.aws/amazonlinux/amazonlinux',
        CentOS: 'centos quay.io/centos/centos',
        'Rocky Linux': 'rockylinux rockylinux/rockylinux',
        AlmaLinux: 'almalinux',
        Fedora: 'fedora',
        PostgreSQL: 'postgres bitnami/postgresql bitnamilegacy/postgresql cimg/postgres',
        MySQL:
          'mysql bitnami/mysql bitnamilegacy/mysql cimg/mysql container-registry.oracle.com/mysql/community-server mysql/mysql-server',
        MariaDB: 'mariadb bitnami/mariadb bitnamilegacy/mariadb',
        MongoDB: 'mongo bitnami/mongodb bitnamilegacy/mongodb mongodb/mongodb-community-server',
        Redis: 'redis bitnami/redis bitnamilegacy/redis',
        Valkey: 'valkey/valkey bitnami/valkey',
        Elasticsearch:
          'elasticsearch docker.elastic.co/elasticsearch/elasticsearch docker.elastic.co/elasticsearch/elasticsearch-oss bitnami/elasticsearch',
        Kibana: 'kibana docker.elastic.co/kibana/kibana docker.elastic.co/kibana/kibana-oss',
        Logstash: 'logstash docker.elastic.co/logstash/logstash docker.elastic.co/logstash/logstash-oss',
        RabbitMQ: 'rabbitmq bitnami/rabbitmq bitnamilegacy/rabbitmq',
        'Apache Cassandra': 'cassandra',
        'Apache CouchDB': 'couchdb',
        Neo4j: 'neo4j',
        Memcached: 'memcached',
        etcd: 'quay.io/coreos/etcd gcr.io/etcd-development/etcd bitnami/etcd',
        'Apache ZooKeeper': 'zookeeper',
        'Apache Kafka': 'apache/kafka bitnami/kafka bitnamilegacy/kafka',
        nginx: 'nginx nginxinc/nginx-unprivileged bitnami/nginx bitnamilegacy/nginx',
        'Apache HTTP Server': 'httpd',
        HAProxy: 'haproxy haproxytech/haproxy-alpine haproxytech/haproxy-debian haproxytech/haproxy-ubuntu',
        Traefik: 'traefik',
        Caddy: 'caddy',
        'Apache Tomcat': 'tomcat',
        Keycloak: 'quay.io/keycloak/keycloak jboss/keycloak bitnami/keycloak',
        Drupal: 'drupal',
        Joomla: 'joomla',
        Nextcloud: 'nextcloud',
        Grafana: 'grafana/grafana grafana/grafana-oss grafana/grafana-enterprise',
        'Apache Maven': 'maven',
        Gradle: 'gradle',
      }).flatMap(([product, names]) => names.split(' ').map((name): [string, string] => [name, product])),
    ),
)

/**
 * What an image reference names that had reached its end of support on `today` (ISO date): the earliest of the product
 * and the system named in the tag (`node:22-buster`) or the repository (`distroless/java17-debian11`). `undefined` means
 * that nothing in the name is known to have ended, not that all is supported. Several lines behind one tag (`mysql:5`)
 * count only when all of them have ended.
 */
export function endOfLife(reference: ImageReference, today: string): EndOfLife | undefined {
  const product = products().get(reference.familiarName)
  const own = product === undefined ? undefined : ownRelease(product, reference.tag ?? '')
  return [own, systemRelease(reference)]
    .filter((end) => end !== undefined)
    .filter((end) => end.date <= today)
    .sort((a, b) => (a.date < b.date ? -1 : 1))[0]
}

function ownRelease(product: string, tag: string): EndOfLife | undefined {
  // The text, not the numbers: `18.04` is not `18.4`.
  const version = /^v?(\d+(?:\.\d+){0,2})(?![\d])/.exec(tag)?.[1]?.split('.') ?? []
  for (let parts = version.length; parts > 0; parts--) {
    const line = version.slice(0, parts).join('.')
    const date = endOf(product, line)
    if (date !== undefined) return { product, version: line, date }
  }
  return undefined
}

/** The same for the system named in the tag or the repository. */
function systemRelease(reference: ImageReference): EndOfLife | undefined {
  const system = releaseIn(`${reference.familiarName.split('/').at(-1) ?? ''}-${reference.tag ?? ''}`)
  const date = system && endOf(system.product, system.version)
  if (system === undefined || date === undefined) return undefined
  const version = system.codename === undefined ? system.version : `${system.version} (${system.codename})`
  return { product: system.product, version, date }
}

/** The release lines of a product, each with the day on which its support ends, if it is known. */
const linesOf = remembered((product) =>
  (LIFECYCLES[product]?.[1] ?? '').split(' ').map((entry) => {
    const [name = '', date = ''] = entry.split('=')
    return { name, date, major: Number(name.split('.')[0]) }
  }),
)

/** The day on which a release line's support ends; for a major version without an entry, that of its last line. */
function endOf(product: string, line: string): string | undefined {
  const entries = linesOf(product)
  const exact = entries.find(({ name }) => name === line)
  if (exact) return exact.date === '' ? undefined : exact.date
  const oldest = Math.min(...entries.map(({ major }) => major))
  // Nobody lists what ended long ago: it ended before the oldest line that is listed.
  if (Number(line.split('.')[0]) < oldest) {
    const first = entries.filter(({ major }) => major === oldest).map(({ date }) => date)
    return first.includes('') ? undefined : first.sort()[0]
  }
  if (line.includes('.')) return undefined
  const dates = entries.filter(({ name }) => name.startsWith(`${line}.`)).map(({ date }) => date)
  return dates.length === 0 || dates.includes('') ? undefined : dates.sort().at(-1)
}
