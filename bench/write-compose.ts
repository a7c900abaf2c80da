/** Writes compose files as people write them: two to eight services, stores and proxies among them, careful or not. */
import type { Random } from './random.ts'

const stores = [
  ['postgres', ['postgres:16-alpine', 'postgres:15', 'postgres:latest'], 5432, 'POSTGRES_PASSWORD'],
  ['mysql', ['mysql:8.4', 'mysql:8'], 3306, 'MYSQL_ROOT_PASSWORD'],
  ['redis', ['redis:7-alpine', 'redis'], 6379, 'REDIS_PASSWORD'],
  ['mongo', ['mongo:7', 'mongo'], 27017, 'MONGO_INITDB_ROOT_PASSWORD'],
  ['rabbitmq', ['rabbitmq:3-management', 'rabbitmq:3.13.7'], 5672, 'RABBITMQ_DEFAULT_PASS'],
] as const

const secret = (random: Random, name: string): string =>
  random.pick([`\${${name}:?set it}`, `\${${name}:-changeme}`, 'postgres', `s3cr3t-${random.below(10_000)}`])

function hardened(random: Random): readonly string[] {
  return [
    ...(random.chance(0.4) ? ['    security_opt:', '      - no-new-privileges:true'] : []),
    ...(random.chance(0.3) ? ['    cap_drop: [ALL]'] : []),
    ...(random.chance(0.2) ? ['    read_only: true', '    tmpfs:', '      - /tmp'] : []),
    ...(random.chance(0.3)
      ? ['    deploy:', '      resources:', '        limits:', '          memory: 512M', '          cpus: "0.5"']
      : []),
    ...(random.chance(0.1) ? ['    privileged: true'] : []),
    ...(random.chance(0.6) ? ['    restart: unless-stopped'] : []),
  ]
}

function store(random: Random): readonly string[] {
  const [name, images, port, variable] = random.pick(stores)
  return [
    `  ${name}:`,
    `    image: ${random.pick(images)}`,
    '    environment:',
    `      ${variable}: ${JSON.stringify(secret(random, variable))}`,
    ...(random.chance(0.5) ? ['    ports:', `      - "${random.pick(['', '127.0.0.1:'])}${port}:${port}"`] : []),
    '    volumes:',
    `      - ${name}-data:/var/lib/${name}`,
    ...(random.chance(0.5)
      ? ['    healthcheck:', '      test: ["CMD-SHELL", "pg_isready -U app || exit 1"]', '      interval: 10s']
      : []),
    ...hardened(random),
  ]
}

function application(random: Random, number: number, storeName: string): readonly string[] {
  const port = 3000 + number
  return [
    `  service-${number}:`,
    ...(random.chance(0.5)
      ? [`    build: ./service-${number}`]
      : [`    image: registry.example.com/team/service-${number}:${random.pick(['latest', '1.4.2', 'main'])}`]),
    ...(random.chance(0.3) ? ['    <<: *defaults'] : []),
    '    environment:',
    `      - DATABASE_URL=${storeName}://app:${secret(random, 'DB_PASSWORD')}@${storeName}/app`,
    `      - LOG_LEVEL=\${LOG_LEVEL:-info}`,
    ...(random.chance(0.3) ? [`      - API_URL=http://localhost:${port}`] : []),
    '    ports:',
    `      - "${port}:${port}"`,
    ...(random.chance(0.5) ? ['    depends_on:', `      ${storeName}:`, '        condition: service_healthy'] : []),
    ...(random.chance(0.15) ? ['    volumes:', '      - /var/run/docker.sock:/var/run/docker.sock'] : []),
    ...(random.chance(0.4) ? ['    networks: [backend]'] : []),
    ...hardened(random),
  ]
}

/** The text of one compose file, 30 to 150 lines; it names files that need not exist. */
export function writeCompose(random: Random): string {
  const database = store(random)
  const storeName = database[0]?.trim().replace(':', '') ?? ''
  const services = Array.from({ length: 1 + random.below(7) }, (_, at) => application(random, at + 1, storeName))
  return `${[
    ...(random.chance(0.4) ? ['version: "3.8"', ''] : []),
    'x-defaults: &defaults',
    '  init: true',
    '',
    'services:',
    ...database,
    ...services.flatMap((lines) => ['', ...lines]),
    '',
    'networks:',
    '  backend: {}',
    'volumes:',
    `  ${storeName}-data: {}`,
  ].join('\n')}\n`
}
