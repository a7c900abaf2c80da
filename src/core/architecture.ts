/** The picture of one variant: what runs in it, on which networks, who talks to whom, what is exposed, who holds which secret. */

/**
 * `internet`: everybody who can reach a published port. `external`: a host outside of the stack that a service talks to.
 * `secret`: a named secret, never its value. `host`: a part of the host that a service is given, such as the Docker socket.
 */
export type GraphNodeKind = 'service' | 'network' | 'external' | 'internet' | 'secret' | 'host'

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
  /** Files of which every finding is one of this node too: the Dockerfile of a service. */
  readonly files: readonly string[]
}

/**
 * `joins`: a service is on a network. `publishes`: a port of the host leads to a service. `talks`: a service calls a service or
 * a host. `holds`: a service is given a secret. `mounts`: a service is given a part of the host.
 */
export type GraphEdgeKind = 'joins' | 'publishes' | 'talks' | 'holds' | 'mounts'

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly kind: GraphEdgeKind
  readonly label: string
}

export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}
