/** Interpolation: every form, and what it does to types. */
import { type LoadCase, one, service, serviceWith, withVariables } from './case.ts'

const known = 'SET=value\nEMPTY=\nNUMBER=7\nYES=yes\nOTHER=SET\nDOLLAR="a\\$b"\n'

/** A case of what one text in `hostname` comes to. */
const text = (template: string): LoadCase =>
  serviceWith(`the text ${template}`, known, `hostname: ${JSON.stringify(template)}`)

export const variables: readonly LoadCase[] = [
  ...['$SET', '${SET}', 'a${SET}b', '$SET-$NUMBER', '$UNSET', '${UNSET}', '$EMPTY', '$$SET', '$$$SET', '$${SET}'].map(
    text,
  ),
  ...['${SET:-d}', '${SET-d}', '${EMPTY:-d}', '${EMPTY-d}', '${UNSET:-d}', '${UNSET-d}', '${UNSET:-}'].map(text),
  ...['${SET:+r}', '${SET+r}', '${EMPTY:+r}', '${EMPTY+r}', '${UNSET:+r}', '${UNSET+r}'].map(text),
  ...['${SET:?e}', '${SET?e}', '${EMPTY:?e}', '${EMPTY?e}', '${UNSET:?e}', '${UNSET?e}', '${UNSET:?}'].map(text),
  ...['${UNSET:-${SET}}', '${UNSET:-a${UNSET:-b}c}', '${UNSET:-$SET}', '${SET:+${NUMBER}}', '${UNSET:?${SET}}'].map(
    text,
  ),
  ...[
    '${UNSET:-a} ${UNSET:-b}',
    '${UNSET:-{}}',
    '${UNSET:-a:-b}',
    '${UNSET:-a?b}',
    '${UNSET:-"x"}',
    '${UNSET:-a$$b}',
  ].map(text),
  ...[
    '${',
    '${}',
    '${SET',
    '${1}',
    '$1',
    '$',
    'a$',
    '${SET:}',
    '${SET!x}',
    '${ SET}',
    '${SET:-a\nb}',
    '${UNSET:-{}',
  ].map(text),
  ...[
    '${SET}}',
    '}${SET}',
    '${UNSET:-}}',
    '${set}',
    '${SET_MORE-x}',
    '${UNSET-${}',
    '$DOLLAR',
    '${UNSET:-${UNSET:?e}}',
  ].map(text),
  serviceWith(
    'casts',
    known,
    'privileged: ${YES}\nread_only: "true"\npids_limit: $NUMBER\nscale: "${NUMBER}"\ncpus: "0.5"\nmem_swappiness: "$NUMBER"',
  ),
  serviceWith(
    'casts of nested fields',
    known,
    'healthcheck: {test: x, retries: $NUMBER, disable: "no"}\nulimits: {nofile: $NUMBER, nproc: {soft: "1", hard: $NUMBER}}',
  ),
  serviceWith(
    'casts of long ports and volumes',
    known,
    'ports: [{target: $NUMBER, published: $NUMBER}]\nvolumes: [{type: volume, source: v, target: /v, read_only: $YES, volume: {nocopy: "on"}}]',
  ),
  serviceWith(
    'casts of deploy',
    known,
    'deploy: {replicas: $NUMBER, update_config: {parallelism: "2", max_failure_ratio: "0.1"}, restart_policy: {max_attempts: "3"}, placement: {max_replicas_per_node: "4"}}',
  ),
  serviceWith('a cast that fails is refused', known, 'privileged: $SET'),
  serviceWith('an empty boolean is refused', known, 'tty: ${UNSET}'),
  serviceWith('a number that is none is refused', known, 'pids_limit: ${SET}'),
  serviceWith(
    'variables in short forms',
    known,
    'ports: ["${NUMBER}:80"]\nvolumes: ["./${SET}:/x", "${SET}:/y"]\nenvironment: ["A=${SET}", "B=${UNSET:-d}"]\nenv_file: ${SET}.env\ndepends_on: [$SET]',
  ),
  serviceWith('an empty port is refused', known, 'ports: ["80:${UNSET}"]'),
  serviceWith('an empty volume source is refused', known, 'volumes: ["${UNSET}:/x"]'),
  serviceWith(
    'names without value',
    `${known}A=1\n`,
    'environment: [A, UNSET, B=2]\nbuild: {args: [A, UNSET], context: .}',
  ),
  serviceWith(
    'names without value in a map',
    `${known}A=1\n`,
    'environment: {A: , UNSET: }\nbuild: {args: {A: , UNSET: }, context: .}',
  ),
  serviceWith('umask', known, 'umask: "077"'),
  service('keys are not interpolated', 'labels: {"$A": "$$b"}'),
  service('the project name is a variable', 'hostname: ${COMPOSE_PROJECT_NAME}'),
  one('a name with a default', 'name: ${NAME:-Some Name!}\nservices: {a: {image: a}}'),
  withVariables(
    'networks and volumes',
    known,
    'services: {a: {image: a}}\nnetworks: {n: {external: $YES, name: "${SET}"}, m: {internal: "${YES}"}}\nvolumes: {v: {external: "true"}, w: {name: "x-${SET}"}}',
  ),
  withVariables(
    'secrets and configs from variables',
    known,
    'services: {a: {image: a}}\nsecrets: {s: {environment: SET}}\nconfigs: {c: {environment: SET}, d: {content: "x ${SET}"}}',
  ),
  withVariables(
    'env file quotes',
    'A="x y" # c\nB=\'$A\'\nexport C=z #c\nD: yaml\nE=${A}-${NONE:-n}\nF="a\\nb\\tc"\nG="multi\nline"\nH=a#b\nI= #c\n',
    'services: {a: {image: a, environment: {A: "$A", B: "$B", C: "$C", D: "$D", E: "$E", F: "$F", G: "$G", H: "$H", I: "$I"}}}',
  ),
  withVariables(
    'env file escapes',
    'A="\\$B"\nB="\\\\"\nC=\'it\\\'s\'\nD="\\0101\\q"\nE=a\\nb\nF="a\\"b"\n',
    'services: {a: {image: a, environment: {A: "$A", B: "$B", C: "$C", D: "$D", E: "$E", F: "$F"}}}',
  ),
  withVariables(
    'env file with CRLF and byte order mark',
    '\uFEFFA=1\r\nB="2"\r\n# c\r\nC=3 \r\n',
    'services: {a: {image: a, environment: {A: "$A", B: "$B", C: "$C"}}}',
  ),
  withVariables('an env file with a broken name is refused', 'A B=1\n', 'services: {a: {image: a}}'),
  withVariables('an env file with an open quote is refused', 'A="x\n', 'services: {a: {image: a}}'),
  withVariables('an env file with a strange character is refused', 'A%=1\n', 'services: {a: {image: a}}'),
]
