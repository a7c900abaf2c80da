/** Logs that only exist on the host whose loss, or takeover, they should explain. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

/** Drivers that keep the logs on the host (docs.docker.com, engine/logging/configure); every other one sends them away. */
const local = new Set([undefined, 'json-file', 'local', 'journald', 'none'])

/** Images whose work is to collect other containers' logs. */
const collectors =
  /(?:^|\/)(?:fluent-?bit|fluentd|vector|promtail|alloy|grafana-agent|logspout|filebeat|cloudwatch-agent|amazon-cloudwatch-agent|datadog-agent|agent|otel.*collector.*|opentelemetry-collector.*|dozzle-agent)$/

export default defineRule({
  id: 'logs-stay-on-host',
  scope: 'variant',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'Logs stay on the host',
  threat: { from: 'nobody', gains: 'trace' },
  since: '0.1.0',
  why: 'Who takes over the host, or loses it, takes the only record of what happened; nobody is alerted by logs that nobody collects.',
  remedy:
    'Set a logging driver that ships them (`awslogs` on AWS, `fluentd`, `syslog` …), or run a collector beside the services.',
  strength: 'Logs leave the host',
  effort: 20,
  references: [
    'CIS Docker Benchmark 2.14',
    'https://docs.docker.com/engine/logging/configure/',
    'https://docs.docker.com/engine/logging/drivers/awslogs/',
  ],
  peers: ['cis:2.14'],
  checklist: ['log-shipping-configured'],
  family: 'logs',
  check(variant): readonly Judgement[] {
    const services = variant.services.filter(runsInProduction)
    const collector = services.find(isCollector)
    return services
      .filter((service) => service !== collector)
      .map((service) => {
        const subject = { kind: 'service', name: service.name }
        const { driver, origin } = service.logging
        if (collector) return pass(origin, { subject, evidence: `${collector.name} collects the logs` })
        if (!driver.known) return unknown(driver.origin, driver.because, subject)
        if (!local.has(driver.value))
          return pass(driver.origin, { subject, evidence: `${service.name} logs to ${driver.value}` })
        return fail(absent('a driver that ships logs', service.origin), {
          subject,
          message: `logs of ${service.name} stay on the host (${driver.value ?? 'json-file, the default'})`,
        })
      })
  },
  fix: () => ({
    refused: 'where logs are to go is not in the files',
    supply: 'a logging driver and the address of the service that collects them',
  }),
})

const isCollector = (service: Service): boolean =>
  service.image?.reference.known === true && collectors.test(service.image.reference.value.repository)
