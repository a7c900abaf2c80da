/** Scripts that a database runs when its data directory is empty, and the literal passwords in them. */
import { keptWith } from '../core/lazy.ts'
import { type Origin, span } from '../core/origin.ts'
import type { SourceText } from '../core/text.ts'
import { boundPath } from './bind-sources.ts'
import { type Grade, gradeOf } from './credentials.ts'
import type { Project, ProjectFile } from './model.ts'
import type { Service } from './service-model.ts'

export interface InitScript {
  readonly path: string
  readonly file: ProjectFile
  /** What brings it into the container: a mount, or a COPY. */
  readonly by: Origin
}

export interface ScriptCredential {
  readonly grade: Grade
  readonly origin: Origin
  readonly value: string
}

/** Where the images of PostgreSQL, MySQL, MariaDB and MongoDB look. */
const directory = '/docker-entrypoint-initdb.d'
const scripts = /\.(?:sql|js|sh)$/i
/** Nobody mounts more by hand. */
const mostScripts = 50

const isThere = (target: string): boolean => target === directory || target.startsWith(`${directory}/`)

/** The scripts of a service that lie in the project. */
export const initScriptsOf: (service: Service) => readonly InitScript[] = keptWith(collect)

function collect(service: Service): readonly InitScript[] {
  const { project, build, finalStage } = service
  const bound = service.mounts.flatMap((mount) => {
    const path = boundPath(mount)
    return path !== undefined && mount.target.known && isThere(mount.target.value) ? [{ path, by: mount.origin }] : []
  })
  const context = build?.context
  const copied = (finalStage?.copies ?? []).flatMap(({ destination, sources, from, instruction }) =>
    context && from.kind === 'context' && destination.known && isThere(destination.value)
      ? sources.flatMap(({ path }) =>
          path.known
            ? [{ path: join(context.path, path.value.replace(/^\.?\/+|\/+$/g, '')), by: instruction.origin }]
            : [],
        )
      : [],
  )
  return [...bound, ...copied].flatMap(({ path, by }) =>
    filesAt(project, path).map(({ path: file, ...found }) => ({ path: file, file: found, by })),
  )
}

const join = (base: string, path: string): string => (base === '' ? path : path === '' ? base : `${base}/${path}`)

/** The script at the path, or those directly in it: the images do not look into subdirectories. */
function filesAt(project: Project, path: string): readonly (ProjectFile & { readonly path: string })[] {
  const paths = scripts.test(path)
    ? [path]
    : project
        .list(path)
        .slice(0, mostScripts)
        .map((name) => join(path, name))
  return paths.flatMap((one) => {
    const file = scripts.test(one) ? project.file(one) : undefined
    return file ? [{ path: one, ...file }] : []
  })
}

/** `PASSWORD '…'` of PostgreSQL, `IDENTIFIED BY '…'` of MySQL, `pwd: '…'` of MongoDB. */
const passwords =
  /(?:(?<!SET\s)\bPASSWORD\s+(?:N|E)?|\bSET\s+PASSWORD\s(?:FOR\s[^=;\n]{1,128})?\s*=\s*|\bIDENTIFIED\s+(?:WITH\s+[\w"'`]{1,64}\s+)?BY\s+|\bpwd['"]?\s*:\s*)(['"])([^'"\n]{1,256})\1/gi

/** What a server makes of a password; nobody logs in with it as it is. */
const hashed =
  /^(?:md5[0-9a-f]{32}|SCRAM-SHA-256\$.*|(?:pbkdf2|argon2|bcrypt|scrypt|sha1|md5)\w*\$.*|\*[0-9A-F]{40}|\$\w+\$.*)$/

/** The literal passwords of a script, comments aside. */
export const credentialsOfScript = ({ source }: ProjectFile): readonly ScriptCredential[] => credentialsOf(source)

const credentialsOf = keptWith((source: SourceText): readonly ScriptCredential[] => {
  return [...source.text.matchAll(passwords)].flatMap((match): readonly ScriptCredential[] => {
    const value = match[2] ?? ''
    const before = source.text.slice(source.text.lastIndexOf('\n', match.index) + 1, match.index)
    const grade = gradeOf('password', value)
    if (
      /--|^\s*(?:#|\/\/|\*)/.test(before) ||
      hashed.test(value) ||
      /[$:{<]/.test(value.charAt(0)) ||
      grade === undefined
    )
      return []
    const start = match.index + match[0].length - 1 - value.length
    return [{ grade, value, origin: span(source.file, [], start, start + value.length) }]
  })
})
