/** The order that the parts of a compose file keep: keys from what a thing is to how it runs, the others behind them by name. */
import type { PathSegment } from '../../core/origin.ts'

/** From what a stack is to what it is made of. */
const topOrder = ['version', 'name', 'include', 'services', 'networks', 'volumes', 'secrets', 'configs']
/** From what a service is to how it runs. */
const serviceOrder = [
  ...['image', 'build', 'container_name', 'depends_on'],
  ...['volumes', 'volumes_from', 'configs', 'secrets', 'environment', 'env_file'],
  ...['ports', 'networks', 'network_mode', 'extra_hosts'],
  ...['command', 'entrypoint', 'working_dir', 'restart', 'healthcheck'],
  ...['logging', 'labels', 'user', 'isolation'],
]

const rankIn = (order: readonly string[], key: string): number => (order.includes(key) ? order.indexOf(key) : 1000)

/** Keys of a lower rank come first; equal ones by name. */
export const topRank = (key: string): number => (key.startsWith('x-') ? -1 : rankIn(topOrder, key))
export const serviceRank = (key: string): number => rankIn(serviceOrder, key)

/** Numbers in names count as numbers: port 443 comes before 8080. */
export const compareNames = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

/** Below zero where `a` comes first. */
type Compare = (a: string, b: string) => number

const by =
  (rank: (key: string) => number): Compare =>
  (a, b) =>
    rank(a) - rank(b) || compareNames(a, b)

const [compareTop, compareKeys] = [by(topRank), by(serviceRank)]

/** How the entries of what is at a path of a compose file compare, `entry` among them; `undefined` where they have no order. */
export function composeOrder(path: readonly PathSegment[], entry: string): Compare | undefined {
  const [section, , key] = path
  if (section === undefined) return topOrder.includes(entry) ? compareTop : undefined
  if (section !== 'services' || path.length > 3) return undefined
  if (path.length === 2) return compareKeys
  return path.length === 1 || key === 'depends_on' ? compareNames : undefined
}
