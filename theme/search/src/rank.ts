/** Which pages are worth a look: scores from postings alone, before any page is fetched. */
import { decode, type Postings } from "./bytes"
import { COVERAGE_POWER, HEADING, JOINT, NEAR, TITLE_LONG, WEIGHTS } from "./contract"

/** A page with less of the query than this is no hit. */
const COVERAGE = 0.34
/** A page with as much has all of it: sums of shares miss 1 by little. */
export const WHOLE = 0.99
/** A term that no page has counts, but less than one that this page lacks and others have. */
const UNKNOWN = 0.7

export interface Candidate {
  readonly page: number
  readonly score: number
  /** The share of the query that the page has, 1 being all. */
  readonly coverage: number
  /** The weakest level among the terms found. */
  readonly level: number
}

/** Pages worth a look, best first. */
export interface Ranked {
  readonly top: Candidate[]
  /** How many pages have the whole query, in `top` or not. */
  readonly whole: number
}

/** Says whether a page has all terms of a query. */
export function isWhole({ coverage }: Candidate): boolean {
  return coverage > WHOLE
}

export interface Wanted {
  /** Undefined: no page has the term. */
  readonly postings: Postings | undefined
  /** An extra raises a page that is found anyway. */
  readonly extra: boolean
  /** The pair over a space: who has it has the words as one phrase, which is worth as much as a heading. */
  readonly joint?: boolean
}

/** Scores pages of an index; keeps its tables from query to query. */
export class Ranking {
  readonly #score: Float32Array
  readonly #covered: Float32Array
  readonly #level: Uint8Array

  constructor(readonly pages: number) {
    this.#score = new Float32Array(pages)
    this.#covered = new Float32Array(pages)
    this.#level = new Uint8Array(pages)
  }

  /** Gives the best pages. */
  best(wanted: readonly Wanted[], limit: number, atLeast = COVERAGE): Ranked {
    const needed = wanted.filter(term => !term.extra)
    const weights = needed.map(({ postings }) => postings && this.#weight(postings))
    const known = weights.filter(weight => weight !== undefined)
    if (!known.length) return { top: [], whole: 0 }
    const average = known.reduce((sum, weight) => sum + weight, 0) / known.length
    const all = weights.reduce<number>((sum, weight) => sum + (weight ?? average * UNKNOWN), 0)

    const seen: number[] = []
    const { [0]: score, [1]: covered, [2]: lowest } = [this.#score, this.#covered, this.#level]
    needed.forEach(({ postings }, i) => {
      if (!postings) return
      const weight = weights[i]!
      decode(postings, (page, level) => {
        if (!covered[page]) {
          seen.push(page)
          score[page] = 0
          lowest[page] = level
        }
        score[page]! += weight * WEIGHTS[level]!
        covered[page]! += weight
        if (level < lowest[page]!) lowest[page] = level
      })
    })
    for (const { postings, extra, joint } of wanted) {
      if (!extra || !postings) continue
      const weight = this.#weight(postings)
      decode(postings, (page, level) => {
        if (!covered[page]) return
        score[page]! += (joint ? JOINT : NEAR) * weight * WEIGHTS[level]!
        if (joint && lowest[page]! < HEADING) lowest[page] = HEADING
      })
    }

    const top: Candidate[] = []
    let whole = 0
    for (const page of seen) {
      const coverage = covered[page]! / all
      if (coverage < atLeast) continue
      const candidate = { page, score: score[page]! * coverage ** COVERAGE_POWER, coverage, level: lowest[page]! }
      if (isWhole(candidate)) whole++
      insert(top, candidate, limit)
    }
    for (const page of seen) covered[page] = 0
    return { top, whole }
  }

  /** How many pages have a term. */
  static count(postings: Postings): number {
    let count = 0
    // Each number ends with a byte below 128.
    for (const byte of postings) if (byte < 128) count++
    return count
  }

  #weight(postings: Postings): number {
    const count = Ranking.count(postings)
    return Math.log(1 + (this.pages - count + 0.5) / (count + 0.5))
  }
}

/** Everything in the title comes before everything in titles and headings, and that before the rest. */
function tier(candidate: Candidate): number {
  if (!isWhole(candidate)) return 0
  const { level } = candidate
  return level >= TITLE_LONG ? 3 : level >= HEADING ? 2 : 1
}

function before(a: Candidate, b: Candidate): boolean {
  const difference = tier(a) - tier(b)
  return difference > 0 || (difference === 0 && (a.score > b.score || (a.score === b.score && a.page < b.page)))
}

function insert(top: Candidate[], candidate: Candidate, limit: number): void {
  if (top.length === limit && !before(candidate, top[limit - 1]!)) return
  let low = 0
  let high = top.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (before(candidate, top[middle]!)) high = middle
    else low = middle + 1
  }
  top.splice(low, 0, candidate)
  if (top.length > limit) top.pop()
}
