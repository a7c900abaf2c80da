/** Limits that programs of a kind live with: where a stack sets none, and somebody has to begin somewhere. */
import type { ImageRole } from './images/profile.ts'

export interface UsualLimits {
  /** Mebibytes. */
  readonly memory: number
  /** Processes and threads. */
  readonly pids: number
}

/** What runs on a Java virtual machine or keeps its indexes in memory (the images' own recommendations for small installations). */
const large: UsualLimits = { memory: 2048, pids: 1024 }
const medium: UsualLimits = { memory: 1024, pids: 512 }
const small: UsualLimits = { memory: 512, pids: 256 }
const tiny: UsualLimits = { memory: 256, pids: 256 }

const byRole: Readonly<Record<ImageRole | 'unknown', UsualLimits>> = {
  'data-store': medium,
  cache: small,
  'message-broker': medium,
  proxy: tiny,
  'web-server': tiny,
  'admin-tool': small,
  'dev-tool': small,
  runtime: small,
  toolchain: medium,
  os: small,
  monitoring: small,
  app: medium,
  unknown: small,
}

/** Programs that ask for more than others of their role, by the end of the repository's name. */
const demanding =
  /(?:^|\/)(?:elasticsearch|opensearch|cassandra|neo4j|logstash|kibana|sonarqube|clickhouse(?:-server)?|jenkins|keycloak|cockroach|oracle-\w+|azure-sql-edge|mssql\/server|mssql-server-linux|kafka|cp-\w+(?:-\w+)*|localstack(?:-pro)?|minecraft-server)$/
/** Java, whose virtual machine takes far more than its heap. */
const java = /(?:^|\/)(?:eclipse-temurin|amazoncorretto|openjdk|maven|gradle|tomcat|java\d*(?:-\w+)*)$/

/** Limits to begin with for an image of this repository and role. */
export function usualLimits(repository: string | undefined, role: ImageRole | 'unknown'): UsualLimits {
  if (repository !== undefined && demanding.test(repository)) return large
  return repository !== undefined && java.test(repository) ? medium : byRole[role]
}

/** CPUs: a whole one, which every host has; the engine refuses more than the host has. */
export const usualCpus = '1.0'
