/** What an auditor asks for besides findings: controls of a framework, decisions to take, scans by others. */

/** `unknown`: a rule applied and could not tell. `not-assessed`: nothing in the files can tell; `because` says what could. */
export type ControlStatus = 'pass' | 'fail' | 'unknown' | 'not-assessed'

/** One control of a framework, with what the rules that speak of it came to. */
export interface Control {
  /** As it is cited, with its edition: `CIS Docker Benchmark 1.8.0`. */
  readonly framework: string
  readonly id: string
  readonly title: string
  readonly status: ControlStatus
  readonly rules: readonly {
    readonly rule: string
    readonly failing: number
    readonly passing: number
    readonly unknown: number
  }[]
  /** `file:line` or a sentence. */
  readonly evidence: readonly string[]
  /** Why it is not assessed, and what would assess it; null where rules speak of it. */
  readonly because: string | null
}

/** A question that a team has to settle before production, answered as far as the model can. */
export interface Decision {
  readonly id: string
  readonly question: string
  /** In a few words: "No", "Yes, for 3 of 5 services", "Open". */
  readonly answer: string
  /** What the answer follows from. */
  readonly because: readonly string[]
  /** `file:line`. */
  readonly evidence: readonly string[]
  /** What is left to do or to decide; empty where nothing is. */
  readonly next: readonly string[]
}

/** From worst to least, and what nobody has rated. */
export const vulnerabilitySeverities = ['critical', 'high', 'medium', 'low', 'unknown'] as const
export type VulnerabilitySeverity = (typeof vulnerabilitySeverities)[number]

export interface Vulnerability {
  /** `CVE-…`, `GHSA-…`. */
  readonly id: string
  readonly severity: VulnerabilitySeverity
  readonly package: string
  readonly installed: string
  /** The version that closes it; null where there is none yet. */
  readonly fixed: string | null
  readonly title: string
}

/** Somebody else's scan of an image, as it was handed in. */
export interface ImageScan {
  readonly scanner: 'trivy' | 'grype' | 'ecr'
  /** The file that it was read from, as it was named. */
  readonly file: string
  /** The image as the scan calls it, and its digest where it says so. */
  readonly image: string
  readonly digest: string | null
  /** ISO 8601; null where the scan does not say when it was made. */
  readonly scannedAt: string | null
  /** Which image reference of the project it is about; null where it is about none. */
  readonly reference: string | null
  /** Who uses that image. */
  readonly usedBy: readonly string[]
  readonly counts: Readonly<Record<VulnerabilitySeverity, number>>
  /** Critical and high ones that an update closes. */
  readonly fixable: number
  /** The worst ones, at most fifty. */
  readonly worst: readonly Vulnerability[]
}

/** A scan as its scanner wrote it, before it is known which image of the project it is about. */
export interface ScanDocument {
  readonly scanner: ImageScan['scanner']
  readonly file: string
  readonly image: string
  /** Every name that the scanned image goes by; none where the scan is of something else than an image. */
  readonly names: readonly string[]
  readonly digests: readonly string[]
  /** Where a scan of ECR names a repository without the host of its registry. */
  readonly ecr: { readonly account: string; readonly repository: string; readonly tags: readonly string[] } | null
  readonly scannedAt: string | null
  readonly vulnerabilities: readonly Vulnerability[]
  /** Why it says nothing of vulnerabilities, e.g. because it looked for something else; null where it does. */
  readonly silent: string | null
  /** Whether it says what an update closes: a basic scan of ECR does not. */
  readonly tellsFixes: boolean
}

/** What the scans at hand come to for the images that production runs. */
export interface ScanStanding {
  readonly status: 'pass' | 'fail' | 'manual'
  readonly evidence: readonly string[]
}
