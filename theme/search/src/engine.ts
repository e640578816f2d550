/** Answers queries: plans what to fetch, ranks, verifies on the pages, and shows. */
import { Corrector } from "./correct"
import { HEADING, PREFIX, PREFIX_LENGTH, SINGLE_CHARACTER_POSTINGS } from "./contract"
import { escape } from "./excerpt"
import { ALL_WORDS, EXACT, holds, rank, rankSpoken, type Sought } from "./judge"
import { DEEP, FIRST, TERMS, UNSURE } from "./limits"
import { initialTerms, syllables, syllablesSoFar, syllableTerms } from "./pinyin"
import { isUnspaced, pairs, parse, type Query } from "./query"
import { isWhole, Ranking, WHOLE, type Candidate, type Ranked, type Wanted } from "./rank"
import { labels, OFFERS, say, show } from "./show"
import { folding, type Keyed } from "./fold"
import { LISTED, type Answer, type Settings } from "./protocol"
import { Store, type Page } from "./store"

/** From this rank on a page has the phrase itself: the first pages are shown, and more only to who looks. */
const SURE = 4
const PAUSE = 250
/** A page that is no article, of the handbook or of a topic, stands behind articles unless its title is meant. */
const ASIDE = 2.5
/** A title that shares no more than these is not near. */
const COMMON = new Set("的了是在不有和人一我你他这个上中大为以")

interface Verified {
  readonly page: Page
  readonly candidate: Candidate
  /** How well the page answers: whole numbers are kinds of match, fractions order within a kind. */
  readonly rank: number
  /** It has all that was sought. */
  readonly whole: boolean
}

export class Engine {
  readonly #store: Store
  readonly #ranking: Ranking
  readonly #corrector: Corrector

  constructor(base: string, settings: Settings) {
    this.#store = new Store(base, settings)
    this.#ranking = new Ranking(settings.pages)
    this.#corrector = new Corrector(this.#store, this.#ranking)
  }

  /**
   * Gives the first results as soon as they are known, then all; stops fetching once `current` says no. Lists
   * up to `listed` pages.
   */
  async * search(
    text: string, current: () => boolean = () => true, listed = LISTED,
  ): AsyncGenerator<Answer> {
    await folding
    const query = parse(text)
    if (!query.runs.length) {
      yield { groups: [], said: "", more: 0, complete: true }
      return
    }
    const words = query.runs.filter(run => !run.asking).map(run => run.key)
    const sought: Sought = {
      query,
      phrases: [...new Set([query.whole, words.join("")])],
      words,
      letters: "",
      required: query.quoted,
      plain: words.length <= TERMS && words.every(word => [...word].length <= 2 || !isUnspaced(word)),
    }
    const spoken = { ...sought, letters: query.letters, plain: false }
    const show = (what: Sought, ranked: Ranked) => this.#show(what, ranked, current, listed)
    // Asked for at once: both ways of reading letters cost a round trip.
    const heard = query.letters.length > 1 ? this.#spoken(query.letters, listed) : undefined
    // Perhaps never waited for: a failure that nobody awaits would be reported as unhandled.
    heard?.catch(() => undefined)
    // A word of two syllables or more is pinyin if a title or heading sounds so; app and smsx come later.
    const isPinyin = syllables(query.letters).some(way => way.length > 1)
    if (heard && isPinyin && (yield* show(spoken, await heard))) return
    const { ranked, begun } = await this.#candidates(query, listed)
    const written = {
      ...sought, required: [...query.quoted, ...begun], plain: sought.plain && !query.quoted.length && !begun.length,
    }
    if (ranked.whole && (yield* show(written, ranked))) return
    if (heard && !isPinyin && (yield* show(spoken, await heard))) return
    if (!ranked.whole) {
      const meant = await this.#corrector.corrected(query, ranked.top, listed)
      if (meant && (yield* show({ ...written, ...meant.sought, plain: false }, meant.ranked))) return
      if (yield* show(written, ranked)) return
    }
    yield await this.#suggestions(query)
  }

  /** Fetches pages, best first, and gives what holds; says whether there was anything. */
  async * #show(
    sought: Sought, { top: candidates, whole }: Ranked, current: () => boolean, listed: number,
  ): AsyncGenerator<Answer, boolean> {
    if (!current()) return true
    const verified: Verified[] = []
    let fetched = 0
    const fetchPages = async (until: number) => {
      const wave = await Promise.all(candidates.slice(fetched, until).map(async candidate => {
        const page = await this.#store.page(candidate.page)
        const found = sought.letters ? rankSpoken(page, sought) : rank(page, sought)
        const whole = sought.letters ? found >= 0 : found >= ALL_WORDS
        return {
          page, candidate, whole, rank: page.aside && found > 0 && found < EXACT ? Math.max(0, found - ASIDE) : found,
        }
      }))
      fetched = Math.min(until, candidates.length)
      verified.push(...wave.filter(({ page, rank }) => rank >= 0 && sought.required.every(part => holds(page, part))))
      verified.sort((a, b) => b.rank - a.rank || b.candidate.score - a.candidate.score)
    }
    const answer = (complete: boolean): Answer => {
      const shown = verified.slice(0, listed)
      const unseen = whole - candidates.slice(0, fetched).filter(isWhole).length
      const found = verified.filter(({ whole }) => whole).length + unseen
      return {
        groups: shown.map(({ page }, i) => show(page, sought, verified.length - i)),
        said: say(sought, found, shown.filter(({ whole }) => whole).length, shown.length, listed, unseen > 0 && (!sought.plain || whole >= SINGLE_CHARACTER_POSTINGS), complete),
        more: complete && candidates.length >= listed ? Math.max(0, found - shown.length) : 0,
        complete,
      }
    }

    const sure = () => verified[0] !== undefined && verified[0].rank >= SURE
    // One word, or several whose border the page has too.
    const promising = (candidate: Candidate) =>
      !sought.letters && isWhole(candidate) && (sought.words.length === 1 || candidate.level >= HEADING)
    for (const until of [FIRST, UNSURE, LISTED, Math.max(DEEP, listed)]) {
      const next = candidates[fetched]
      if (sure() || !next || (fetched >= UNSURE && !promising(next))) break
      await fetchPages(until)
    }
    if (fetched < listed && candidates.length > fetched) {
      if (verified.length && listed === LISTED) {
        yield answer(false)
        // Who types on asks something else, and the rest is not fetched.
        await new Promise(resume => setTimeout(resume, PAUSE))
        if (!current()) return true
      }
      await fetchPages(listed)
    }
    if (verified.length) yield answer(true)
    return verified.length > 0
  }

  /** Scores pages by the terms of a query; a word that no page has is looked up by its first letters. */
  async #candidates(query: Query, listed: number): Promise<{ ranked: Ranked, begun: string[] }> {
    const begun: string[] = []
    const wanted = await Promise.all(plan(query).map(async ({ term, extra, joint }): Promise<Wanted> => {
      let postings = await this.#store.postings(term)
      if (!postings && (term.length >= PREFIX_LENGTH && /^\D+$/.test(term)) && !isUnspaced(term)) {
        postings = await this.#store.postings(term.slice(0, PREFIX_LENGTH) + PREFIX)
        if (postings) begun.push(term)
      }
      return { postings, extra, joint }
    }))
    return { ranked: this.#ranking.best(wanted, Math.max(DEEP, listed)), begun }
  }

  /** Finds titles and headings by pinyin, then by initials. */
  async #spoken(letters: string, listed: number): Promise<Ranked> {
    const whole = syllables(letters)
    const ways = (whole.length ? whole : syllablesSoFar(letters)).filter(way => way.length > 1)
    for (const terms of [...ways.map(syllableTerms), initialTerms(letters)]) {
      const unique = [...new Set(terms)].slice(0, TERMS)
      const wanted = await Promise.all(unique.map(async term =>
        ({ postings: await this.#store.postings(term), extra: false })))
      const ranked = this.#ranking.best(wanted, listed, WHOLE)
      if (ranked.whole) return ranked
    }
    return { top: [], whole: 0 }
  }

  /** Offers something to a reader who would find nothing. */
  async #suggestions(query: Query): Promise<Answer> {
    const characters = [...new Set(query.runs.filter(run => run.unspaced).flatMap(run => [...run.key]))].slice(0, TERMS)
    const wanted = await Promise.all(characters.map(async character =>
      ({ postings: await this.#store.postings(character), extra: false })))
    const { top } = this.#ranking.best(wanted, 5, 0)
    const titles = await Promise.all(top.map(({ page }) => this.#store.page(page)))
    const { topics, newest } = await this.#store.offers()
    const shares = ({ key }: Keyed) => characters.some(character => !COMMON.has(character) && key.includes(character))
    const near = titles.filter(page => !page.aside && shares(page.title))
      .map(({ url, title, topic, date }) => ({ url, name: title.text, tags: labels(topic, date) }))
    const subjects = topics.slice(0, 6).filter(([, , url]) => url !== "")
      .map(([name, pages, url]) => ({ url, name, tags: [`主题 · ${pages} 篇`] }))
    const latest = newest.map(([name, url, topic, date]) => ({ url, name, tags: labels(topic, date) }))
    const offers = near.length || subjects.length ? [...near, ...subjects] : latest
    const said = near.length ? OFFERS.titles : subjects.length ? OFFERS.topics : OFFERS.newest
    const groups = offers.map(({ url, name, tags }, i) =>
      [{ location: url, title: escape(name), text: "", terms: {}, tags, score: offers.length - i }])
    return { groups, said, more: 0, complete: true }
  }
}

/** Chooses the terms to fetch: pairs of what is needed, then pairs that tell near from far. */
function plan(query: Query): { term: string, extra: boolean, joint: boolean }[] {
  const needed = [...new Set(query.runs.filter(run => !run.asking).flatMap(run => run.unspaced ? pairs(run.key) : [run.key]))]
  const spread = needed.length <= TERMS ? needed
    : Array.from({ length: TERMS }, (_, i) => needed[Math.round(i * (needed.length - 1) / (TERMS - 1))]!)
  const terms = [...new Set(spread)].map(term => ({ term, extra: false, joint: false }))
  for (let i = 1; i < query.runs.length && terms.length < TERMS; i++) {
    const [left, right] = [query.runs[i - 1]!, query.runs[i]!]
    if (left.unspaced && right.unspaced)
      terms.push({
        term: [...left.key].at(-1)! + [...right.key][0]!, extra: true, joint: !left.asking && !right.asking,
      })
  }
  return terms
}
