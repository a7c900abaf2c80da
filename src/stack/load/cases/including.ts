/** Cases of `include`: short and long forms, own directories and env files, conflicts. */
import type { LoadCase } from './case.ts'

const app = 'services: {app: {image: app}}\n'
const included = (name: string, compose: string, files: Readonly<Record<string, string>>): LoadCase => ({
  name,
  files: { 'compose.yaml': compose, ...files },
})

export const including: readonly LoadCase[] = [
  included('the short form', `include: [db/compose.yaml]\n${app}`, {
    'db/compose.yaml': 'services: {db: {image: db}}',
  }),
  included('paths are those of the included file', `include: [db/compose.yaml]\n${app}`, {
    'db/compose.yaml':
      'services: {db: {build: ., env_file: e.env, volumes: ["./d:/d", "../up:/up"]}}\nsecrets: {s: {file: s.txt}}\nconfigs: {c: {file: ./c}}',
  }),
  included('several', `include: [a.yaml, b.yaml]\n${app}`, {
    'a.yaml': 'services: {a: {image: a}}\nvolumes: {v: {driver: x}}',
    'b.yaml': 'services: {b: {image: b}}\nnetworks: {n: {internal: true}}',
  }),
  included('the long form with an override', `include: [{path: [db/a.yaml, db/b.yaml]}]\n${app}`, {
    'db/a.yaml': 'services: {db: {image: a, ports: ["1"]}}',
    'db/b.yaml': 'services: {db: {image: b, ports: ["2"]}}',
  }),
  included('a project directory', `include: [{path: db/compose.yaml, project_directory: .}]\n${app}`, {
    'db/compose.yaml': 'services: {db: {build: ./x}}',
  }),
  included('a project directory elsewhere', `include: [{path: db/compose.yaml, project_directory: ./other}]\n${app}`, {
    'db/compose.yaml': 'services: {db: {build: ./x}}',
    'other/file': '',
  }),
  included('the directory has a .env', `include: [db/compose.yaml]\nservices: {app: {image: "app:\${TAG:-none}"}}`, {
    'db/compose.yaml': 'services: {db: {image: "db:${TAG}"}}',
    'db/.env': 'TAG=7',
  }),
  included('an env file of its own', `include: [{path: db/compose.yaml, env_file: [a.env, b.env]}]\n${app}`, {
    'db/compose.yaml': 'services: {db: {image: "db:${TAG}-${KIND}"}}',
    'db/.env': 'TAG=7\nKIND=unused',
    'a.env': 'TAG=1\nKIND=a',
    'b.env': 'TAG=2',
  }),
  included('no env file', `include: [{path: db/compose.yaml, env_file: /dev/null}]\n${app}`, {
    'db/compose.yaml': 'services: {db: {image: "db:${TAG:-none}"}}',
    'db/.env': 'TAG=7',
  }),
  included('a missing env file is refused', `include: [{path: db.yaml, env_file: none.env}]\n${app}`, {
    'db.yaml': 'services: {db: {image: db}}',
  }),
  included(
    'a service of both: this file wins',
    `include: [db.yaml]\nservices: {db: {image: mine, environment: {B: 3}}}`,
    {
      'db.yaml': 'services: {db: {image: theirs, user: x, environment: {A: 1, B: 2}}}',
    },
  ),
  included('a service of both: equal', `include: [db.yaml]\nvolumes: {v: {driver: x}}\n${app}`, {
    'db.yaml': 'services: {db: {image: db}}\nvolumes: {v: {driver: x}}',
  }),
  included(
    'reset what is included',
    `include: [db.yaml]\nservices: {db: {ports: !reset [], environment: !override {A: 1}}}`,
    {
      'db.yaml': 'services: {db: {image: db, ports: ["1"], environment: {B: 2}}}',
    },
  ),
  included('nested', `include: [a/a.yaml]\n${app}`, {
    'a/a.yaml': 'include: [b/b.yaml]\nservices: {a: {build: .}}',
    'a/b/b.yaml': 'services: {b: {build: ./x, volumes: ["../y:/y"]}}',
  }),
  included('a diamond', `include: [a.yaml, b.yaml]\n${app}`, {
    'a.yaml': 'include: [c.yaml]\nservices: {a: {image: a}}',
    'b.yaml': 'include: [c.yaml]\nservices: {b: {image: b}}',
    'c.yaml': 'services: {c: {image: c, ports: ["80"]}}',
  }),
  included('a circle is refused', `include: [a.yaml]\n${app}`, {
    'a.yaml': 'include: [compose.yaml]\nservices: {a: {image: a}}',
  }),
  included('itself is refused', `include: [compose.yaml]\n${app}`, {}),
  included('a missing file is refused', `include: [none.yaml]\n${app}`, {}),
  included('no list is refused', `include: db.yaml\n${app}`, { 'db.yaml': app }),
  included('extends in an included file', `include: [a/a.yaml]\n${app}`, {
    'a/a.yaml': 'services:\n  a: {extends: {file: base.yaml, service: base}}\n  b: {extends: a}',
    'a/base.yaml': 'services: {base: {build: ./x}}',
  }),
  included('an included service is extended', `include: [a.yaml]\nservices: {app: {extends: a, user: x}}`, {
    'a.yaml': 'services: {a: {image: a, ports: ["80"]}}',
  }),
  included('an included service is depended on', `include: [a.yaml]\nservices: {app: {image: x, depends_on: [a]}}`, {
    'a.yaml': 'services: {a: {image: a}}',
  }),
  included('models and their extensions', `include: [a.yaml]\n${app}`, {
    'a.yaml': 'models: {m: {model: x}}\nx-a: 1\nname: other',
  }),
  {
    name: 'included by an override',
    files: {
      'compose.yaml': 'services: {a: {image: a, user: x}}',
      'override.yaml': 'include: [inc.yaml]\nservices: {a: {image: b}}',
      'inc.yaml': 'services: {a: {image: c, hostname: h}, d: {image: d}}',
    },
    load: ['compose.yaml', 'override.yaml'],
  },
]
