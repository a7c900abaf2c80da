/** The types of what Terraform declares: modules with their resources, each a block whose values are known as far as files tell. */
import type { Answer } from '../../core/known.ts'
import type { MapNode, Node, Problem } from '../../core/node.ts'
import type { SpanOrigin } from '../../core/origin.ts'
import type { Scope } from '../../formats/hcl/evaluate.ts'
import type { Expression, HclBlock } from '../../formats/hcl/syntax.ts'
import type { Subject } from '../build-model.ts'

/** A directory of Terraform. */
export interface CloudModule {
  /** Path from the tree's top. */
  readonly directory: string
  readonly scope: Scope
  readonly resources: readonly CloudResource[]
  /** `data` blocks: what is looked up and not made. */
  readonly lookups: readonly CloudResource[]
  /** A resource or data block by its address. */
  at(address: string): CloudResource | undefined
  readonly variables: readonly CloudVariable[]
}

/** A `resource` or `data` block. A subject of its own, counted where it is written, however often `for_each` makes it. */
export interface CloudResource extends Subject {
  readonly type: string
  readonly name: string
  /** `aws_ecr_repository.app`, or `data.aws_iam_policy_document.app`. */
  readonly address: string
  readonly module: CloudModule
  readonly infrastructure: Infrastructure
  readonly block: HclBlock
  /** Attributes by name; each type of nested blocks is a list of maps. */
  readonly body: MapNode
  /** Knows the names in its attributes. */
  readonly scope: Scope
  /** `origin` is `resource "type" "name"`. */
  readonly origin: SpanOrigin
  /** Whether it is made at all: not with `count = 0`. */
  readonly made: Answer
}

export interface CloudVariable extends Subject {
  readonly name: string
  /** The default, where one is written. */
  readonly value: Node | undefined
  readonly sensitive: boolean
  readonly module: CloudModule
}

/** A module that is fetched from elsewhere: nobody can say from the files what it makes. */
export interface ForeignModule {
  readonly name: string
  readonly source: string
  readonly origin: SpanOrigin
}

/** Everything that a project's Terraform declares, samples aside. */
export interface Infrastructure {
  readonly modules: readonly CloudModule[]
  readonly resources: readonly CloudResource[]
  readonly variables: readonly CloudVariable[]
  /** The resources of one type. */
  ofType(type: string): readonly CloudResource[]
  readonly foreign: readonly ForeignModule[]
  /** What the file of values of a module sets, for rules about secrets: `terraform.tfvars` and the like. */
  readonly settings: readonly {
    readonly file: string
    readonly name: string
    readonly value: Node
    readonly origin: SpanOrigin
  }[]
  /** What cannot be read of the files, bake files included: both are HCL. */
  readonly problems: readonly Problem[]
  /** The text of one of its files. */
  text(file: string): string | undefined
  /** The resources and data blocks that an expression refers to, through locals, variables and outputs. */
  mentions(expression: Expression, within: CloudResource): ReadonlySet<CloudResource>
}
