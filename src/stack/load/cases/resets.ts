/** `!reset` and `!override`. */
import { type LoadCase, one, overService, two } from './case.ts'

export const resets: readonly LoadCase[] = [
  overService('reset a list', 'ports: ["80:80"]', 'ports: !reset []'),
  overService('reset a scalar', 'hostname: a', 'hostname: !reset null'),
  overService('reset one variable of a map', 'environment: {A: 1, B: 2}', 'environment: {A: !reset null, C: 3}'),
  overService('a variable of a list cannot be reset', 'environment: [A=1, B=2]', 'environment: {A: !reset null}'),
  overService('override a list', 'ports: ["80:80", "81:81"]', 'ports: !override ["82:82"]'),
  overService('override a map', 'environment: {A: 1, B: 2}', 'environment: !override {C: 3}'),
  overService(
    'override a nested map',
    'deploy: {resources: {limits: {cpus: 1, memory: 1g}}}',
    'deploy: {resources: !override {limits: {memory: 2g}}}',
  ),
  overService('override a dependency', 'depends_on: [a, b]', 'depends_on: !override [c]'),
  overService('override a build', 'build: {context: ./a, args: [X=1]}', 'build: !override {context: ./b}'),
  overService('reset an item has no effect on others', 'ports: ["80:80"]', 'ports: [!reset "80:80", "81:81"]'),
  overService('reset a command', 'command: [a]', 'command: !reset null'),
  overService('reset healthcheck', 'healthcheck: {test: [CMD, a]}', 'healthcheck: !reset {}'),
  overService('override volumes', 'volumes: ["./a:/x", "b:/y"]', 'volumes: !override ["./c:/z"]'),
  two('reset a service', 'services: {a: {image: a}, b: {image: b}}', 'services: {b: !reset null}'),
  two('override a service', 'services: {a: {image: a, user: x}}', 'services: {a: !override {image: b}}'),
  two('reset a volume', 'services: {a: {image: a}}\nvolumes: {v: {driver: x}}', 'volumes: {v: !reset null}'),
  two(
    'reset a network of a service',
    'services: {a: {image: a, networks: [m, n]}}\nnetworks: {m: , n: }',
    'services: {a: {networks: {m: !reset null}}}',
  ),
  one(
    'reset in the only file drops the value',
    'services: {a: {image: a, ports: !reset ["80"], hostname: !override h}}',
  ),
  one(
    'a second document overrides the first',
    'services: {a: {image: a, ports: ["80"]}}\n---\nservices: {a: {image: b, ports: !reset []}}',
  ),
  one('a reset behind an anchor', 'x-r: &r !reset null\nservices: {a: {image: a, hostname: *r}}'),
  one(
    'a reset of what is extended',
    'services:\n  base: {image: a, hostname: h, environment: {A: 1}}\n  a: {extends: base, hostname: !reset null, environment: !override {B: 2}}',
  ),
]
