/** Cases of `extends`: same file, other files, chains, and what it refuses. */
import { type LoadCase, one } from './case.ts'

const web = 'services:\n  web:\n    extends: {file: common/base.yaml, service: base}\n'

/** A case of a service that extends `base` of another directory's file. */
const fromFile = (name: string, base: string, own = ''): LoadCase => ({
  name,
  files: { 'compose.yaml': `${web}${own}`, 'common/base.yaml': base },
})

export const extending: readonly LoadCase[] = [
  one('a service of the same file', 'services:\n  base: {image: a, user: x}\n  web: {extends: base, user: y}'),
  one('the long form', 'services:\n  base: {image: a}\n  web: {extends: {service: base}, command: c}'),
  one(
    'a chain',
    'services:\n  a: {image: a, environment: [A=1]}\n  b: {extends: a, environment: [B=2]}\n  c: {extends: b, environment: [A=3]}',
  ),
  one(
    'dependencies and networks are taken over',
    'services:\n  db: {image: d}\n  base: {image: a, depends_on: [db], networks: [n]}\n  web: {extends: base}\nnetworks: {n: }',
  ),
  one(
    'ports and volumes merge',
    'services:\n  base: {image: a, ports: ["80"], volumes: ["./a:/x"]}\n  web: {extends: base, ports: ["81"], volumes: ["./b:/x"]}',
  ),
  one('an unknown service is refused', 'services:\n  web: {image: a, extends: nobody}'),
  one('a circle is refused', 'services:\n  a: {image: a, extends: b}\n  b: {image: b, extends: a}'),
  one('itself is refused', 'services:\n  a: {image: a, extends: a}'),
  one('a missing file is refused', 'services:\n  a: {image: a, extends: {file: none.yaml, service: b}}'),
  one('no service is refused', 'services:\n  a: {image: a, extends: {file: compose.yaml}}'),
  fromFile('another file', 'services: {base: {image: a, user: x}}', '    user: y'),
  fromFile(
    'paths are those of the other file',
    'services: {base: {build: ./app, env_file: e.env, volumes: ["./d:/d", "v:/v", "../up:/up"]}}',
    'volumes: {v: }',
  ),
  fromFile(
    'build settings of another file',
    'services: {base: {build: {context: ., additional_contexts: {x: ./x}, args: {A: 1}}}}',
    '    build: {args: {B: 2}}',
  ),
  fromFile(
    'a chain within the other file',
    'services:\n  root: {image: r, environment: {A: 1}}\n  base: {extends: root, environment: {B: 2}}',
  ),
  fromFile('the other file has no such service', 'services: {other: {image: a}}'),
  fromFile('the other file has no services', 'volumes: {v: }'),
  fromFile('variables in the other file', 'services: {base: {image: "a:${TAG:-1}"}}'),
  fromFile(
    'what only the other file declares stays there',
    'services: {base: {image: a, volumes: ["v:/v"]}}\nvolumes: {v: }',
  ),
  fromFile(
    'reset what another file says',
    'services: {base: {image: a, ports: ["80"], environment: {A: 1, B: 2}}}',
    '    ports: !reset []\n    environment: {A: !reset null}',
  ),
  fromFile(
    'override what another file says',
    'services: {base: {image: a, ports: ["80"]}}',
    '    ports: !override ["81"]',
  ),
  fromFile(
    'labels, limits and health checks',
    'services: {base: {image: a, labels: {a: 1}, ulimits: {nofile: 1}, healthcheck: {test: x}}}',
    '    labels: [b=2]\n    ulimits: {nofile: 2}\n    healthcheck: {interval: 1s}',
  ),
  fromFile(
    'short forms of the other file',
    'services: {base: {image: a, devices: [/dev/x], secrets: [s], dns: 1.1.1.1, gpus: all, networks: [n]}}',
    'networks: {n: }\nsecrets: {s: {file: s}}',
  ),
  {
    name: 'a chain through several files',
    files: {
      'compose.yaml': 'services:\n  web: {extends: {file: a/a.yaml, service: a}}',
      'a/a.yaml': 'services:\n  a: {extends: {file: ../b/b.yaml, service: b}, build: .}',
      'b/b.yaml': 'services:\n  b: {image: b, env_file: [b.env], volumes: [".:/src"]}',
    },
  },
  {
    name: 'a circle through files is refused',
    files: {
      'compose.yaml': 'services:\n  web: {extends: {file: a.yaml, service: a}}',
      'a.yaml': 'services:\n  a: {image: a, extends: {file: compose.yaml, service: web}}',
    },
  },
  {
    name: 'a file of the same name as the service',
    files: {
      'compose.yaml': 'services:\n  web: {extends: {file: sub/compose.yaml, service: web}, environment: [A=1]}',
      'sub/compose.yaml': 'services:\n  web: {image: w, environment: [A=2, B=3]}',
    },
  },
  {
    name: 'extended in an override',
    files: {
      'compose.yaml': 'services:\n  web: {image: w, environment: {A: 1}}',
      'override.yaml': 'services:\n  web: {extends: {file: base.yaml, service: base}}',
      'base.yaml': 'services:\n  base: {environment: {A: 2, B: 2}}',
    },
    load: ['compose.yaml', 'override.yaml'],
  },
]
