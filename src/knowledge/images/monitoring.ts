/** Profiles of monitoring, logging and tracing. */
import { as, github, NO_CAPABILITIES, page, ROOT } from './evidence.ts'
import type { ProfileData } from './profile.ts'

const exporter = (names: readonly string[], port: number, source: string): ProfileData => ({
  names,
  about: () => ({
    role: 'monitoring',
    ports: [port],
    authentication: { open: [], credentials: [], files: [] },
    evidence: { '*': page(source, '2026-11-22') },
  }),
})

export const MONITORING: readonly ProfileData[] = [
  {
    names: ['prom/prometheus', 'quay.io/prometheus/prometheus'],
    about: () => ({
      role: 'monitoring',
      base: 'busybox',
      user: as('nobody', 65534),
      ports: [9090],
      volumes: ['/prometheus'],
      data: ['/prometheus'],
      writes: [],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      probe: ['CMD', 'wget', '-q', '--spider', 'http://127.0.0.1:9090/-/healthy'],
      authentication: {
        open: [{ kind: 'none-of-arguments', flags: ['--web.config.file'] }],
        credentials: [],
        files: [],
      },
      evidence: { '*': github('prometheus/prometheus@d15adb9', '2026-08-21') },
      variants: [{ words: ['distroless'], facts: { base: 'distroless' } }],
    }),
  },
  {
    names: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'],
    about: () => ({
      role: 'monitoring',
      base: 'alpine',
      user: as('472', 472),
      tools: ['bash', 'curl'],
      ports: [3000],
      data: ['/var/lib/grafana'],
      probe: ['CMD', 'curl', '-fsS', '-o', '/dev/null', 'http://127.0.0.1:3000/api/health'],
      writes: ['/var/lib/grafana', '/var/log/grafana'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      authentication: {
        open: [{ kind: 'environment', name: 'GF_AUTH_ANONYMOUS_ENABLED', values: ['true'] }],
        credentials: [
          'GF_SECURITY_ADMIN_PASSWORD',
          'GF_SECURITY_SECRET_KEY',
          'GF_DATABASE_PASSWORD',
          'GF_SMTP_PASSWORD',
        ],
        users: ['GF_SECURITY_ADMIN_USER'],
        // Grafana reads GF_<SECTION>_<KEY>__FILE, with two underscores.
        files: [],
        defaults: [{ user: 'admin', password: 'admin' }],
      },
      evidence: { '*': page('grafana.com/docs/grafana/latest/setup-grafana/configure-docker', '2026-11-22') },
      variants: [{ words: ['ubuntu'], facts: { base: 'ubuntu' } }],
    }),
  },
  exporter(['prom/node-exporter', 'quay.io/prometheus/node-exporter'], 9100, 'github.com/prometheus/node_exporter'),
  exporter(['prom/alertmanager', 'quay.io/prometheus/alertmanager'], 9093, 'github.com/prometheus/alertmanager'),
  exporter(['prom/pushgateway'], 9091, 'github.com/prometheus/pushgateway'),
  exporter(['prom/blackbox-exporter'], 9115, 'github.com/prometheus/blackbox_exporter'),
  exporter(
    ['gcr.io/cadvisor/cadvisor', 'google/cadvisor', 'ghcr.io/google/cadvisor'],
    8080,
    'github.com/google/cadvisor',
  ),
  exporter(
    ['prometheuscommunity/postgres-exporter', 'quay.io/prometheuscommunity/postgres-exporter'],
    9187,
    'github.com/prometheus-community/postgres_exporter',
  ),
  exporter(['oliver006/redis_exporter'], 9121, 'github.com/oliver006/redis_exporter'),
  exporter(['grafana/loki'], 3100, 'grafana.com/docs/loki/latest'),
  exporter(['grafana/promtail'], 9080, 'grafana.com/docs/loki/latest/send-data/promtail'),
  exporter(['grafana/tempo'], 3200, 'grafana.com/docs/tempo/latest'),
  exporter(['jaegertracing/all-in-one', 'jaegertracing/jaeger'], 16686, 'jaegertracing.io/docs/latest/getting-started'),
  exporter(['openzipkin/zipkin'], 9411, 'zipkin.io/pages/quickstart'),
  exporter(
    ['otel/opentelemetry-collector', 'otel/opentelemetry-collector-contrib'],
    4317,
    'opentelemetry.io/docs/collector/installation',
  ),
  exporter(['datalust/seq'], 80, 'docs.datalust.co/docs/getting-started-with-docker'),
  exporter(['louislam/uptime-kuma'], 3001, 'github.com/louislam/uptime-kuma'),
  {
    names: ['kibana', 'docker.elastic.co/kibana/kibana'],
    about: () => ({
      role: 'monitoring',
      user: as('1000', 1000),
      tools: ['bash', 'curl'],
      ports: [5601],
      // It answers 503 until it is ready, and 401 to strangers where they may not look.
      probe: ['CMD-SHELL', "curl -so /dev/null -w '%{http_code}' http://127.0.0.1:5601/api/status | grep -q '^[1-4]'"],
      writes: ['/usr/share/kibana/data', '/usr/share/kibana/logs', '/tmp'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      authentication: {
        open: [],
        credentials: [
          'ELASTICSEARCH_PASSWORD',
          'ELASTICSEARCH_SERVICEACCOUNTTOKEN',
          'XPACK_SECURITY_ENCRYPTIONKEY',
          'XPACK_ENCRYPTEDSAVEDOBJECTS_ENCRYPTIONKEY',
        ],
        users: ['ELASTICSEARCH_USERNAME'],
        files: [],
      },
      evidence: {
        '*': page('elastic.co/docs/deploy-manage/deploy/self-managed/install-kibana-with-docker', '2026-11-22'),
        writes: github('elastic/cloud-on-k8s@7b93383', '2026-08-21'),
        probe: github('elastic/cloud-on-k8s@7b93383', '2026-08-21'),
      },
    }),
  },
  {
    names: ['logstash', 'docker.elastic.co/logstash/logstash'],
    about: () => ({
      role: 'monitoring',
      user: as('1000', 1000),
      tools: ['bash', 'curl'],
      ports: [5044, 9600],
      inward: [9600],
      probe: ['CMD', 'curl', '-fsS', '-o', '/dev/null', 'http://127.0.0.1:9600/'],
      capabilities: NO_CAPABILITIES,
      healthcheck: false,
      evidence: {
        '*': page('elastic.co/docs/reference/logstash/docker', '2026-11-22'),
        probe: github('elastic/cloud-on-k8s@7b93383', '2026-08-21'),
      },
    }),
  },
  {
    names: ['fluent/fluentd', 'fluentd', 'fluent/fluent-bit'],
    about: () => ({
      role: 'monitoring',
      ports: [24224],
      evidence: { '*': page('docs.fluentd.org/container-deployment/install-by-docker', '2026-11-22') },
    }),
  },
  {
    names: ['zabbix/zabbix-server-pgsql', 'zabbix/zabbix-server-mysql'],
    about: () => ({
      role: 'monitoring',
      ports: [10051],
      authentication: {
        open: [],
        credentials: ['POSTGRES_PASSWORD', 'MYSQL_PASSWORD'],
        files: ['POSTGRES_PASSWORD', 'MYSQL_PASSWORD'],
      },
      evidence: { '*': page('hub.docker.com/r/zabbix/zabbix-server-pgsql', '2026-11-22') },
    }),
  },
  {
    names: ['netdata/netdata'],
    about: () => ({
      role: 'monitoring',
      user: ROOT,
      ports: [19999],
      healthcheck: true,
      authentication: {
        open: [{ kind: 'always' }],
        credentials: [],
        files: [],
        configuredBy: ['netdata.conf', 'NETDATA_CLAIM_TOKEN'],
      },
      evidence: { '*': page('learn.netdata.cloud/docs/netdata-agent/installation/docker', '2026-11-22') },
    }),
  },
]
