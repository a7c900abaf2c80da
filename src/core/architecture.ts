/** The picture of one variant: what runs in it, on which networks, who talks to whom, what is exposed, who holds which secret. */

/**
 * `internet`: everybody who can reach a published port. `external`: a host outside of the stack that a service talks to.
 * `secret`: a named secret, never its value. `host`: a part of the host that a service is given, such as the Docker socket; and
 * the host as such (`thisHost`), which reaches what is published on its own address only.
 */
export type GraphNodeKind = 'service' | 'network' | 'external' | 'internet' | 'secret' | 'host'

/** The label of the host as such, and of everybody who can reach a published port. */
export const thisHost = 'this host'
export const everybody = 'internet'

/** Whole lines of a file, 1-based, the last included. */
export interface GraphLines {
  readonly file: string
  readonly first: number
  readonly last: number
}

export interface GraphNode {
  /** `kind:label`, so that edges and findings can name it. */
  readonly id: string
  readonly kind: GraphNodeKind
  readonly label: string
  /** What a service is for, where that is known: `proxy`, `data-store` … */
  readonly role: string | null
  /** What a service runs: its image, or the Dockerfile that it is built from. */
  readonly runs: string | null
  /** Networks that a service joins, by name. */
  readonly networks: readonly string[]
  /** Whether a network has no way out. */
  readonly internal: boolean
  /** Files of which every finding is one of this node too: the Dockerfile of a service, its env file. */
  readonly files: readonly string[]
  /** Where a service is defined: what is found in these lines is found of it. */
  readonly lines: readonly GraphLines[]
  /** Profiles that switch a service on; empty where it always runs. */
  readonly profiles: readonly string[]
  /** Whether nobody declared a network, and the platform makes it. */
  readonly implicit: boolean
  /** What else is to be known of it, each a few words: `shares the network of vpn`. */
  readonly notes: readonly string[]
}

/**
 * `joins`: a service is on a network. `publishes`: a port of the host leads to a service. `talks`: a service calls a service or
 * a host. `holds`: a service is given a secret. `mounts`: a service is given a part of the host. `awaits`: a service starts after
 * another, which it is not known to call.
 */
export type GraphEdgeKind = 'joins' | 'publishes' | 'talks' | 'holds' | 'mounts' | 'awaits'

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly kind: GraphEdgeKind
  readonly label: string
  /** Why it deserves a second look, in a few words; null where nothing in the picture says that it does. */
  readonly risk: string | null
}

export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}
