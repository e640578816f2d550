/** Puts a mistyped query right. */
import { FOLLOWING, PRECEDING } from "./contract"
import { has, type Sought } from "./judge"
import { DEEP, TERMS, UNSURE } from "./limits"
import { isUnspaced, pairs, type Query, type Run } from "./query"
import { Ranking, WHOLE, type Candidate, type Ranked } from "./rank"
import type { Store } from "./store"

/** Places of a query where a mistyped character is looked for, spellings tried, and the longest run of Han corrected. */
const PLACES = 3
const SPELLINGS = 8
const LONGEST_CORRECTED = 8
/** Up to this share of pages may have a character beside a neighbor that is thought not to belong there. */
const STRANGE = 0.002

/** A character of a query that may be mistyped. */
interface Place {
  readonly run: Run
  readonly characters: readonly string[]
  readonly i: number
  /** How many pages have it beside one of its neighbors. */
  readonly pages: number
}

export interface Corrected {
  readonly sought: Pick<Sought, "phrases" | "words" | "meant">
  readonly ranked: Ranked
}

export class Corrector {
  readonly #store: Store
  readonly #ranking: Ranking

  constructor(store: Store, ranking: Ranking) {
    this.#store = store
    this.#ranking = ranking
  }

  /**
   * Puts one mistyped character right: by one that sounds like it, or else any, that stands somewhere between
   * its neighbors and makes a phrase that a page has.
   */
  async corrected(
    query: Query, asWritten: readonly Candidate[], listed: number,
  ): Promise<Corrected | undefined> {
    const runs = query.runs.filter(run => !run.asking)
    // What the best pages have as it was typed is no mistake: then it is another word that they lack.
    const best = runs.length > 1
      ? await Promise.all(asWritten.slice(0, UNSURE).map(({ page }) => this.#store.page(page))) : []
    const edge = ({ characters, i }: Pick<Place, "characters" | "i">) => i === 0 || i === characters.length - 1 ? 1 : 0
    const doubtful = await Promise.all(runs.filter(run => run.unspaced).map(async run => {
      const characters = [...run.key]
      if (characters.length < 2 || characters.length > LONGEST_CORRECTED) return []
      if (best.some(page => has(page, [run.key]))) return []
      const counts = await Promise.all(pairs(run.key).map(async pair => {
        const postings = await this.#store.postings(pair)
        return postings ? Ranking.count(postings) : 0
      }))
      // The fewer pages have the pairs of a character, the less it is meant; one in the middle spoils two.
      return characters.map((_, i) => ({ run, characters, i, pages: Math.max(counts[i - 1] ?? 0, counts[i] ?? 0) }))
        .sort((a, b) => a.pages - b.pages || edge(a) - edge(b))
    }))
    const places = doubtful.flatMap(found => found.slice(0, PLACES))
    return await this.#respelled(runs, places, listed, (character, alike) => alike.has(character))
      // Mistyped by its shape: only where the character makes no word with either neighbor.
      ?? this.#respelled(
        runs, places.filter(place => !edge(place) && place.pages <= this.#store.settings.pages * STRANGE), listed,
        (character, alike) => !alike.has(character),
      )
  }

  /** Tries other characters in some places of a query; gives the first spelling that a page has. */
  async #respelled(
    runs: readonly Run[], places: readonly Place[], listed: number,
    allowed: (character: string, alike: ReadonlySet<string>) => boolean,
  ): Promise<Corrected | undefined> {
    const tries = await Promise.all(places.map(async ({ run, characters, i }) => {
      const [alike, following, preceding] = await Promise.all([
        this.#store.homophones(characters[i]!),
        i > 0 ? this.#store.neighbors(characters[i - 1]!, FOLLOWING) : undefined,
        i < characters.length - 1 ? this.#store.neighbors(characters[i + 1]!, PRECEDING) : undefined,
      ])
      return [...(following && preceding ? following.keys() : alike)]
        .filter(character => character !== characters[i] && allowed(character, alike))
        .filter(character => (following?.has(character) ?? true) && (preceding?.has(character) ?? true))
        .map(character => ({ character, common: (following?.get(character) ?? 0) + (preceding?.get(character) ?? 0) }))
        .sort((a, b) => b.common - a.common)
        .slice(0, SPELLINGS)
        .map(({ character }) => runs.map(other => other === run ? characters.with(i, character).join("") : other.key))
    }))
    const meant = await Promise.all(tries.flat().slice(0, SPELLINGS).map(async words => {
      const terms = [...new Set(words.flatMap(word => isUnspaced(word) ? pairs(word) : [word]))]
      const wanted = await Promise.all(terms.slice(0, 2 * TERMS).map(async term =>
        ({ postings: await this.#store.postings(term), extra: false })))
      return { words, ranked: this.#ranking.best(wanted, Math.max(DEEP, listed), WHOLE) }
    }))
    const found = meant.filter(({ ranked }) => ranked.top.length).sort(({ ranked: a }, { ranked: b }) =>
      b.top[0]!.level - a.top[0]!.level || b.top[0]!.score - a.top[0]!.score)
    for (const [i, { words, ranked }] of found.entries()) {
      for (let from = 0; from < (i ? UNSURE : DEEP); from += UNSURE) {
        const pages = await Promise.all(ranked.top.slice(from, from + UNSURE).map(({ page }) => this.#store.page(page)))
        // Scattered pairs are chance: the phrase itself must stand on a page.
        if (pages.some(page => has(page, words)))
          return { sought: { phrases: [words.join("")], words, meant: words.join(" ") }, ranked }
      }
    }
    return undefined
  }
}
