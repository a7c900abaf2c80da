/** Well-known ports: what usually answers there, and what kind of thing that is. */

export type PortRole =
  | 'web'
  | 'data-store'
  | 'cache'
  | 'message-broker'
  | 'admin'
  | 'remote-access'
  | 'debugger'
  | 'monitoring'
  | 'mail'
  | 'name-service'
  | 'file-sharing'
  | 'orchestration'

export interface WellKnownPort {
  readonly port: number
  readonly protocol: string
  readonly role: PortRole
}

/** `port protocol`, by role: the IANA registry and the products' own documentation, read 2026-11-22. */
const BY_ROLE: Readonly<Record<PortRole, string>> = {
  web: '80 http, 443 https, 3000 http, 8000 http, 8080 http, 8443 https, 8888 http',
  'data-store':
    '1433 SQL Server, 1521 Oracle, 3306 MySQL, 33060 MySQL X, 5432 PostgreSQL, 5984 CouchDB, 7474 Neo4j HTTP, 7687 Neo4j Bolt, ' +
    '8086 InfluxDB, 8123 ClickHouse HTTP, 8529 ArangoDB, 8983 Solr, 9042 Cassandra, 9200 Elasticsearch, 9300 Elasticsearch transport, ' +
    '19530 Milvus, 26257 CockroachDB, 27017 MongoDB, 27018 MongoDB, 27019 MongoDB, 28015 RethinkDB, ' +
    '6333 Qdrant, 7700 Meilisearch, 8108 Typesense, 2379 etcd, 2380 etcd peer, 2181 ZooKeeper, 8500 Consul, 8200 Vault',
  cache: '6379 Redis, 6380 Redis TLS, 11211 memcached, 26379 Redis Sentinel',
  'message-broker':
    '1883 MQTT, 8883 MQTT TLS, 4222 NATS, 5671 AMQP TLS, 5672 AMQP, 61613 STOMP, 61616 ActiveMQ, 9092 Kafka, 9093 Kafka TLS, 6650 Pulsar',
  admin:
    '15672 RabbitMQ management, 9001 MinIO console, 9443 Portainer, 5601 Kibana, 8025 mail catcher UI, 8161 ActiveMQ console, 2019 Caddy admin',
  'remote-access': '22 SSH, 23 Telnet, 3389 RDP, 5900 VNC, 5901 VNC, 5985 WinRM, 5986 WinRM',
  debugger: '9229 Node.js inspector, 5678 debugpy, 5005 JDWP, 2345 Delve',
  monitoring:
    '9090 Prometheus, 9091 Pushgateway, 9100 node exporter, 3100 Loki, 16686 Jaeger, 9411 Zipkin, 4317 OTLP, 4318 OTLP HTTP, 10050 Zabbix agent, 10051 Zabbix, 19999 Netdata',
  mail: '25 SMTP, 110 POP3, 143 IMAP, 465 SMTPS, 587 submission, 993 IMAPS, 995 POP3S, 1025 SMTP catcher',
  'name-service': '53 DNS, 389 LDAP, 636 LDAPS, 88 Kerberos',
  'file-sharing': '20 FTP data, 21 FTP, 69 TFTP, 111 portmapper, 139 NetBIOS, 445 SMB, 873 rsync, 2049 NFS',
  orchestration: '2375 Docker API, 2376 Docker API TLS, 2377 Docker Swarm, 6443 Kubernetes API, 10250 kubelet',
}

const PORTS: ReadonlyMap<number, WellKnownPort> = new Map(
  Object.entries(BY_ROLE).flatMap(([role, list]) =>
    list.split(', ').map((entry): [number, WellKnownPort] => {
      const port = Number.parseInt(entry, 10)
      return [port, { port, protocol: entry.slice(entry.indexOf(' ') + 1), role: role as PortRole }]
    }),
  ),
)

/**
 * What usually answers on a TCP port; `undefined` for all others. A port is a hint and no more: what an image is known
 * to be (`ImageProfile.role`) counts before it.
 */
export const wellKnownPort = (port: number): WellKnownPort | undefined => PORTS.get(port)
