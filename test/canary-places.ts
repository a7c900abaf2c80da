/** Every kind of place that a secret is written in, each as the files of a small project around one. */
import { escapeYaml, type Files } from './canary-forms.ts'
import { infrastructurePlaces } from './canary-infrastructure.ts'
import { pipelinePlaces } from './canary-pipelines.ts'

type Plant = (secret: string) => Files

const weakService = '    privileged: true\n    user: root\n    ports: ["5432:5432"]\n'
const compose = (lines: string, more: Files = {}): Files => ({
  'compose.yaml': `services:\n  db:\n    image: postgres:latest\n${weakService}${lines}`,
  ...more,
})
const dockerfile = (lines: string, more: Files = {}): Files => ({
  Dockerfile: `FROM node:latest\nRUN apt-get update && apt-get install -y curl\n${lines}\nUSER root\nCOPY . .\nCMD ["node", "x.js"]\n`,
  ...more,
})
const built = (lines: string, more: Files = {}): Files =>
  dockerfile(lines, { 'compose.yaml': `services:\n  app:\n    build: .\n${weakService}`, ...more })
const workflow = (lines: string): Files => ({
  '.github/workflows/ci.yml': `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: docker/build-push-action@v5\n        with:\n          context: .\n          push: true\n          tags: acme/app:latest\n${lines}`,
  ...dockerfile(''),
})
const url = encodeURIComponent
const quoted = (secret: string): string => JSON.stringify(secret)
const dollars = (secret: string): string => secret.replaceAll('$', '$$$$')
const shell = (secret: string): string => `'${secret.replaceAll("'", "'\\''")}'`

/** Places in Dockerfiles. */
const inDockerfiles: Readonly<Record<string, Plant>> = {
  'ENV with an equals sign': (s) => built(`ENV DB_PASSWORD=${shell(s)}`),
  'ENV in the old form': (s) => built(`ENV API_TOKEN ${s}`),
  'several in one ENV': (s) => built(`ENV A=1 JWT_SECRET=${shell(s)} \\\n    B=2`),
  'a connection string in ENV': (s) => built(`ENV DATABASE_URL="postgres://app:${url(s)}@db:5432/app"`),
  'ARG with a default': (s) => built(`ARG NPM_TOKEN=${shell(s)}\nRUN npm ci`),
  'ARG before FROM': (s) => ({ Dockerfile: `ARG REGISTRY_PASSWORD=${shell(s)}\nFROM node:latest\nRUN echo hi\n` }),
  LABEL: (s) => built(`LABEL com.acme.password=${shell(s)} version="1"`),
  'an assignment in RUN': (s) => built(`RUN export DB_PASSWORD=${shell(s)} && ./migrate.sh`),
  'a flag in RUN': (s) => built(`RUN tool login --password ${shell(s)} --user admin || true`),
  'curl in RUN': (s) => built(`RUN curl -u admin:${shell(s)} http://repo.acme.io/x.tgz | tar xz`),
  'a header in RUN': (s) => built(`RUN curl -H "Authorization: Bearer ${s}" http://repo.acme.io/x.tgz`),
  'git clone in RUN': (s) => built(`RUN git clone https://bot:${url(s)}@github.com/acme/app.git`),
  'a continued RUN': (s) => built(`RUN apt-get update \\\n # fetch\n && DB_PASSWORD=${shell(s)} \\\n  ./x.sh`),
  'a heredoc in RUN': (s) => built(`RUN <<EOF\napt-get update\nexport DB_PASSWORD=${shell(s)}\nEOF`),
  'a heredoc in COPY': (s) => built(`COPY <<EOF /app/.env\nDB_PASSWORD=${s}\nEOF`),
  'a CMD in exec form': (s) => built(`CMD ["app", "--password", ${quoted(s)}]`),
  'a CMD in exec form with an equals sign': (s) => built(`CMD ["app", ${quoted(`--api-key=${s}`)}]`),
  'a CMD in shell form': (s) => built(`CMD app --password=${shell(s)}`),
  'an ENTRYPOINT': (s) => built(`ENTRYPOINT ["redis-server", "--requirepass", ${quoted(s)}]`),
  HEALTHCHECK: (s) => built(`HEALTHCHECK CMD curl -u probe:${shell(s)} http://localhost:3000/ || exit 1`),
  ONBUILD: (s) => built(`ONBUILD ENV DB_PASSWORD=${shell(s)}`),
  'a comment beside a finding': (s) => built(`# DB_PASSWORD=${s}\nADD https://acme.io/x.tgz /x`),
  'an instruction that is none': (s) => built(`DB_PASSWORD=${s}`),
  'an unclosed quote': (s) => built(`ENV DB_PASSWORD="${s}`),
  'a mount': (s) => built(`RUN --mount=type=bind,source=. DB_PASSWORD=${shell(s)} ./x.sh`),
  FROM: (s) => ({ Dockerfile: `FROM https://bot:${url(s)}@registry.acme.io/app:latest\nRUN echo hi\n` }),
  'an ADD from a URL': (s) => built(`ADD https://bot:${url(s)}@files.acme.io/x.tgz /x`),
  'a build argument in FROM': (s) => ({
    Dockerfile: `ARG BASE=https://bot:${url(s)}@registry.acme.io/app:latest\nFROM \${BASE}\nRUN echo hi\n`,
  }),
}

/** Places in compose files. */
const inCompose: Readonly<Record<string, Plant>> = {
  'a script for the first start of a database': (s) =>
    compose('    volumes: ["./init.sql:/docker-entrypoint-initdb.d/init.sql"]\n', {
      'init.sql': `CREATE ROLE app LOGIN PASSWORD '${s}';\nCREATE USER b IDENTIFIED BY "${s}";\n`,
    }),
  'environment as a map': (s) => compose(`    environment:\n      POSTGRES_PASSWORD: ${escapeYaml(dollars(s))}\n`),
  'environment as a list': (s) =>
    compose(`    environment:\n      - ${escapeYaml(`POSTGRES_PASSWORD=${dollars(s)}`)}\n`),
  'environment in flow style': (s) =>
    compose(`    environment: { A: b, POSTGRES_PASSWORD: ${quoted(dollars(s))}, C: d }\n`),
  'an anchor and a merge key': (s) => ({
    'compose.yaml': `x-env: &env\n  DB_PASSWORD: ${escapeYaml(dollars(s))}\nservices:\n  a:\n    image: node\n    environment:\n      <<: *env\n      A: b\n  b:\n    image: node\n    environment: *env\n`,
  }),
  'an extension field': (s) =>
    compose('', {
      'compose.override.yaml': `x-db:\n  password: ${escapeYaml(dollars(s))}\nservices:\n  db:\n    privileged: true\n`,
    }),
  'a block scalar': (s) => compose(`    environment:\n      DB_PASSWORD: |\n        ${dollars(s)}\n      A: b\n`),
  'a folded scalar': (s) => compose(`    environment:\n      DB_PASSWORD: >-\n        ${dollars(s)}\n`),
  'a value on the next line': (s) =>
    compose(`    environment:\n      DB_PASSWORD:\n        ${escapeYaml(dollars(s))}\n`),
  'a value that is defined by an anchor elsewhere': (s) => ({
    'compose.yaml': `x-shared: &pw ${escapeYaml(dollars(s))}\nservices:\n  db:\n    image: postgres\n    environment:\n      DB_PASSWORD: *pw\n`,
  }),
  'a URL': (s) => compose(`    environment:\n      DATABASE_URL: postgres://app:${dollars(url(s))}@db:5432/app\n`),
  'a raw URL': (s) =>
    compose(`    environment:\n      DATABASE_URL: ${escapeYaml(`postgres://app:${dollars(s)}@db:5432/app`)}\n`),
  'an ADO.NET string': (s) =>
    compose(
      `    environment:\n      ConnectionStrings__Default: ${escapeYaml(`Host=db;Username=app;Password=${dollars(s)};Database=app`)}\n`,
    ),
  'a JDBC URL': (s) =>
    compose(
      `    environment:\n      SPRING_DATASOURCE_URL: jdbc:postgresql://db/app?user=app&password=${dollars(url(s))}\n`,
    ),
  'a default': (s) => compose(`    environment:\n      DB_PASSWORD: ${escapeYaml(`\${DB_PASSWORD:-${dollars(s)}}`)}\n`),
  'a default in a URL': (s) =>
    compose(
      `    environment:\n      DATABASE_URL: ${escapeYaml(`postgres://app:\${PW:-${dollars(url(s))}}@db:5432/app`)}\n`,
    ),
  'a nested default': (s) =>
    compose(`    environment:\n      DB_PASSWORD: ${escapeYaml(`\${A:-\${B:-${dollars(s)}}}`)}\n`),
  'a default in a connection string': (s) =>
    compose(`    environment:\n      CONN: ${escapeYaml(`Host=db;Password=\${PW:-${dollars(s)}};Database=app`)}\n`),
  'a replacement': (s) => compose(`    environment:\n      DB_PASSWORD: ${escapeYaml(`\${FLAG:+${dollars(s)}}`)}\n`),
  'a default that never closes': (s) => compose(`    environment:\n      DB_PASSWORD: ${quoted(`\${X:-${s}`)}\n`),
  'a variable of a broken name': (s) => compose(`    environment:\n      DB_PASSWORD: ${quoted(`\${9${s}}`)}\n`),
  'a required variable whose message tells it': (s) =>
    compose(`    environment:\n      DB_PASSWORD: ${quoted(`\${PW:?set it, e.g. PASSWORD=${dollars(s)}}`)}\n`),
  'a command as text': (s) => compose(`    command: redis-server --requirepass ${escapeYamlInside(dollars(s))}\n`),
  'a command as a list': (s) => compose(`    command: ["redis-server", "--requirepass", ${quoted(dollars(s))}]\n`),
  'a command as a block list': (s) =>
    compose(`    command:\n      - redis-server\n      - --requirepass\n      - ${escapeYaml(dollars(s))}\n`),
  'a folded command': (s) =>
    compose(`    command: >\n      redis-server\n      --requirepass ${dollars(s)}\n      --save 60\n`),
  'an entrypoint': (s) => compose(`    entrypoint: ["app", ${quoted(`--db-password=${dollars(s)}`)}]\n`),
  'a health check': (s) =>
    compose(`    healthcheck:\n      test: ["CMD", "redis-cli", "-a", ${quoted(dollars(s))}, "ping"]\n`),
  'a health check in a shell': (s) =>
    compose(`    healthcheck:\n      test: ["CMD-SHELL", ${quoted(`mysqladmin ping -uroot -p${dollars(s)}`)}]\n`),
  'a label': (s) => compose(`    labels:\n      com.acme.password: ${escapeYaml(dollars(s))}\n`),
  'a label in a list': (s) => compose(`    labels:\n      - ${escapeYaml(`com.acme.password=${dollars(s)}`)}\n`),
  'a build argument': (s) =>
    built('ARG NPM_TOKEN', {
      'compose.yaml': `services:\n  app:\n    build:\n      context: .\n      args:\n        NPM_TOKEN: ${escapeYaml(dollars(s))}\n`,
    }),
  'a build context with a token': (s) => ({
    'compose.yaml': `services:\n  app:\n    build: https://bot:${url(s)}@github.com/acme/app.git\n`,
  }),
  'an image with credentials': (s) => ({
    'compose.yaml': `services:\n  app:\n    image: https://bot:${url(s)}@registry.acme.io/app:latest\n`,
  }),
  'a file of a config': (s) =>
    compose(`configs:\n  app:\n    content: |\n      [db]\n      password=${dollars(s)}\n      port=5\n`),
  'a proxy': (s) => compose(`    environment:\n      HTTP_PROXY: http://user:${dollars(url(s))}@proxy:3128\n`),
  'a logging option': (s) =>
    compose(`    logging:\n      driver: splunk\n      options:\n        splunk-token: ${escapeYaml(dollars(s))}\n`),
  'a driver option': (s) =>
    compose(
      `volumes:\n  share:\n    driver_opts:\n      type: cifs\n      o: ${escapeYaml(`username=app,password=${dollars(s)},uid=5`)}\n`,
    ),
  'an anchor on a service': (s) => ({
    'compose.yaml': `services:\n  a: &a\n    image: node\n    environment: &e\n      - ${escapeYaml(`API_KEY=${dollars(s)}`)}\n  b:\n    <<: *a\n    privileged: true\n`,
  }),
  'a commented-out line': (s) => compose(`    # POSTGRES_PASSWORD: ${s}\n    read_only: false\n`),
  'a tab where none may be': (s) => compose(`    environment:\n\tPOSTGRES_PASSWORD: ${s}\n`),
  'a mapping that is none': (s) => compose(`    environment: POSTGRES_PASSWORD=${s}\n`),
  'an unclosed flow mapping': (s) => compose(`    environment: { POSTGRES_PASSWORD: ${quoted(s)}\n`),
  'a list where a text belongs': (s) => compose(`    environment:\n      POSTGRES_PASSWORD: [${quoted(s)}]\n`),
  'a port that is none': (s) => compose(`    expose: [${quoted(`password=${s}`)}]\n`),
  'a secret from the environment': (s) =>
    compose(`    secrets: [pw]\nsecrets:\n  pw:\n    environment: PW\n`, { '.env': `PW=${s}\n` }),
  'an override that loses': (s) =>
    compose(`    environment:\n      DB_PASSWORD: ${escapeYaml(dollars(s))}\n`, {
      'compose.override.yaml': 'services:\n  db:\n    environment:\n      DB_PASSWORD: other-value-1\n',
    }),
  'a file that includes': (s) => ({
    'compose.yaml': 'include: [sub/compose.yaml]\nservices:\n  a:\n    image: node\n',
    'sub/compose.yaml': `services:\n  db:\n    image: postgres\n    environment:\n      DB_PASSWORD: ${escapeYaml(dollars(s))}\n`,
  }),
  'a service that is extended': (s) => ({
    'compose.yaml': 'services:\n  a:\n    extends: { file: base.yaml, service: db }\n',
    'base.yaml': `services:\n  db:\n    image: postgres\n    environment:\n      DB_PASSWORD: ${escapeYaml(dollars(s))}\n`,
  }),
  'a name and a value': (s) => compose(`x-list:\n  - name: DB_PASSWORD\n    value: ${escapeYaml(dollars(s))}\n`),
  'a PEM block': (s) =>
    compose(
      `    environment:\n      TLS_KEY: |\n        -----BEGIN PRIVATE KEY-----\n        MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${s.replace(/[^\w]/g, '')}\n        -----END PRIVATE KEY-----\n`,
    ),
}

const escapeYamlInside = (secret: string): string => (/^[\w$-]+$/.test(secret) ? secret : `'${secret}'`)

/** Places in env files, configuration, workflows and others. */
const elsewhere: Readonly<Record<string, Plant>> = {
  '.env': (s) =>
    compose('    environment:\n      DB_PASSWORD: ${DB_PASSWORD}\n', { '.env': `DB_PASSWORD=${shell(s)}\n` }),
  'a variable of another name in .env': (s) =>
    compose('    environment:\n      DB_PASSWORD: ${PW}\n', { '.env': `PW=${shell(s)}\n` }),
  'a URL in .env': (s) =>
    compose('    environment:\n      - DATABASE_URL\n', { '.env': `DATABASE_URL=mysql://root:${url(s)}@db/app\n` }),
  'an env file': (s) => compose('    env_file: app.env\n', { 'app.env': `# x\nAPI_TOKEN=${shell(s)}\n` }),
  'an env file that is broken': (s) =>
    compose('    env_file: app.env\n', { 'app.env': `API TOKEN=${s}\nDB_PASSWORD="${s}\n` }),
  'a JSON configuration': (s) =>
    built('', { 'appsettings.json': JSON.stringify({ Jwt: { SecretKey: s }, A: 1 }, null, 2) }),
  'a connection string in a JSON configuration': (s) =>
    built('', {
      'appsettings.json': JSON.stringify({ ConnectionStrings: { Db: `Server=db;User=sa;Password=${s};` } }, null, 2),
    }),
  'a JSON configuration that is broken': (s) =>
    built('', { 'appsettings.json': `{ "Jwt": { "SecretKey": ${quoted(s)}` }),
  'a YAML configuration': (s) =>
    built('', {
      'src/main/resources/application.yml': `spring:\n  datasource:\n    password: ${escapeYaml(s)}\n    url: x\n`,
    }),
  'a properties file': (s) =>
    built('', { 'src/main/resources/application.properties': `spring.datasource.password=${s}\n` }),
  'env of a workflow': (s) => workflow(`        env:\n          NPM_TOKEN: ${escapeYaml(s)}\n`),
  'env at the top of a workflow': (s) => ({
    '.github/workflows/ci.yml': `on: push\nenv:\n  API_TOKEN: ${escapeYaml(s)}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build .\n`,
    ...dockerfile(''),
  }),
  'with of a workflow': (s) =>
    workflow(
      `      - uses: docker/login-action@v3\n        with:\n          username: x\n          password: ${escapeYaml(s)}\n`,
    ),
  'a script of a workflow': (s) => workflow(`      - run: docker login -u bot -p ${shell(s)} registry.acme.io\n`),
  'a script of several lines': (s) =>
    workflow(
      `      - run: |\n          set -e\n          export DB_PASSWORD=${shell(s)}\n          docker build -t acme/app:latest .\n`,
    ),
  'a build argument of a workflow': (s) =>
    workflow(`      - run: docker build --build-arg NPM_TOKEN=${escapeYamlInside(s)} -t acme/app .\n`),
  'build-args of an action': (s) =>
    workflow(
      `      - uses: docker/build-push-action@v5\n        with:\n          build-args: |\n            A=b\n            NPM_TOKEN=${s}\n`,
    ),
  'a service of a workflow': (s) => ({
    '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    services:\n      db:\n        image: postgres\n        env:\n          POSTGRES_PASSWORD: ${escapeYaml(s)}\n    steps:\n      - run: docker build .\n`,
    ...dockerfile(''),
  }),
  'a workflow that is broken': (s) =>
    workflow(`      - run: docker build .\n       env:\n  API_TOKEN: ${escapeYaml(s)}\n`),
  'a header of nginx': (s) =>
    built('COPY nginx.conf /etc/nginx/nginx.conf', {
      'nginx.conf': `server {\n  listen 80;\n  location / {\n    proxy_set_header Authorization "Bearer ${s}";\n    proxy_pass http://app:3000;\n  }\n}\n`,
    }),
  'an upstream of nginx': (s) =>
    built('COPY nginx.conf /etc/nginx/nginx.conf', {
      'nginx.conf': `server {\n  listen 80;\n  location / {\n    proxy_pass http://user:${url(s)}@app:3000;\n  }\n}\n`,
    }),
  'a Makefile': (s) =>
    compose('', { Makefile: `up:\n\tDB_PASSWORD=${shell(s)} docker compose -f compose.yaml up -d\n` }),
  'a script that builds': (s) =>
    dockerfile('ARG NPM_TOKEN', { 'build.sh': `docker build --build-arg NPM_TOKEN=${shell(s)} -t acme/app .\n` }),
  'a package script': (s) =>
    compose('', {
      'package.json': JSON.stringify(
        { scripts: { up: `DB_PASSWORD=${s} docker compose -f compose.yaml up` } },
        null,
        1,
      ),
    }),
  'a mounted secret file': (s) =>
    compose(`    secrets: [pw]\nsecrets:\n  pw:\n    file: secrets/pw.txt\n`, { 'secrets/pw.txt': `${s}\n` }),
  '.npmrc': (s) => built('COPY .npmrc .', { '.npmrc': `//registry.npmjs.org/:_authToken=${s}\n` }),
  'a .dockerignore': (s) => built('', { '.dockerignore': `# password=${s}\n[\n!.env\n`, '.env': `A=b\n` }),
}

export const places: Readonly<Record<string, Plant>> = {
  ...inDockerfiles,
  ...inCompose,
  ...elsewhere,
  ...infrastructurePlaces,
  ...pipelinePlaces,
}
