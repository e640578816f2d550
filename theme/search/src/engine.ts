/** Answers queries: plans what to fetch, ranks, verifies on the pages, and shows. */
import { FOLLOWING, HAN, HEADING, PRECEDING, PREFIX, PREFIX_LENGTH, SINGLE_CHARACTER_POSTINGS } from "./contract"
import { escape, excerpt, mark, occurrences, type Range } from "./excerpt"
import { folding, type Keyed } from "./fold"
import { initialTerms, matchReadings, syllables, syllablesSoFar, syllableTerms } from "./pinyin"
import { LISTED, type Answer, type Group, type Item, type Settings } from "./protocol"
import { isUnspaced, pairs, parse, runs, type Query, type Run } from "./query"
import { isWhole, Ranking, WHOLE, type Candidate, type Ranked, type Wanted } from "./rank"
import { Store, type Page, type Section } from "./store"

/** What the box says where nothing was found, by what is offered instead. */
const OFFERS = {
  titles: "没有找到完全相符的内容，下面是标题相近的文章和主题",
  topics: "没有找到相关内容，可以看看这些主题",
  newest: "没有找到相关内容，可以看看最新的文章",
}

/** Pages fetched before the first answer if it is sure, and else. */
const FIRST = 3
const UNSURE = 6
/** Pages looked at for a phrase, as long as they have all its pairs: on a large site these may stand apart. */
const DEEP = 24
/** From this rank on a page has the phrase itself: the first pages are shown, and more only to who looks. */
const SURE = 4
const PAUSE = 250
/** Shards fetched for a query: more terms say little more, and each is a request. */
const TERMS = 6
/** Places of a query where a mistyped character is looked for, spellings tried, and the longest run of Han corrected. */
const PLACES = 3
const SPELLINGS = 8
const LONGEST_CORRECTED = 8
/** Up to this share of pages may have a character beside a neighbor that is thought not to belong there. */
const STRANGE = 0.002
/** Sections shown of one page; all but the first are folded away by the theme. */
const SECTIONS = 3
/** A page that is no article, of the handbook or of a topic, stands behind articles unless its title is meant. */
const ASIDE = 2.5
const EXACT = 9
/** From this rank on a page has all words, somewhere. */
const ALL_WORDS = 2
/** A title that shares no more than these is not near. */
const COMMON = new Set("的了是在不有和人一我你他这个上中大为以")
const READ = new RegExp(`[${HAN}]`, "gu")

interface Verified {
  readonly page: Page
  readonly candidate: Candidate
  /** How well the page answers: whole numbers are kinds of match, fractions order within a kind. */
  readonly rank: number
  /** It has all that was sought. */
  readonly whole: boolean
}

/** What was understood of a query: compared with pages, and marked on them. */
interface Sought {
  readonly query: Query
  /** Phrases, the longest first: the whole query, then without the words of its question. */
  readonly phrases: readonly string[]
  readonly words: readonly string[]
  /** Letters to be compared with readings instead. */
  readonly letters: string
  /** What a page must hold to be a hit: quoted phrases, and words looked up by their first letters only. */
  readonly required: readonly string[]
  /** What was put in place of a query that no page has. */
  readonly meant?: string
  /** Whether each page with all terms has all words: then their number is known before any is fetched. */
  readonly plain: boolean
}

/** A character of a query that may be mistyped. */
interface Place {
  readonly run: Run
  readonly characters: readonly string[]
  readonly i: number
  /** How many pages have it beside one of its neighbors. */
  readonly pages: number
}

interface Corrected {
  readonly sought: Pick<Sought, "phrases" | "words" | "meant">
  readonly ranked: Ranked
}

export class Engine {
  readonly #store: Store
  readonly #ranking: Ranking

  constructor(base: string, settings: Settings) {
    this.#store = new Store(base, settings)
    this.#ranking = new Ranking(settings.pages)
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
      const meant = await this.#corrected(query, ranked.top, listed)
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

  /**
   * Puts one mistyped character right: by one that sounds like it, or else any, that stands somewhere between
   * its neighbors and makes a phrase that a page has.
   */
  async #corrected(
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

/** Tells the truth about a list: how many pages have what was sought, and what else is on it. */
function say(
  { meant }: Sought, found: number, wholeShown: number, shown: number, listed: number, about: boolean,
  complete: boolean,
): string {
  const instead = meant ? `没有完全相符，按「${meant}」` : ""
  if (!found) return "没有完全相符，最接近的是"
  const number = `${instead}找到${about ? "约" : ""} ${found} 篇`
  // Of the first wave, more comes in a moment.
  if (!complete) return number
  if (found > shown) return `${number}，${listed > LISTED ? "已" : "先"}列 ${shown} 篇`
  return wholeShown < shown ? `${number}，另列最接近的 ${shown - wholeShown} 篇` : number
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

/** Says whether a page has all of some words as they stand. */
function has(page: Page, words: readonly string[]): boolean {
  const fields = [page.title, ...page.aliases, ...page.sections.flatMap(({ heading, text }) => [heading, text])]
  return words.every(word => fields.some(({ key }) => key.includes(word)))
}

const exact = new WeakMap<Keyed, string>()

/** The key of a title without punctuation: 什么是花呗？ is exactly what was asked. */
function bare(title: Keyed): string {
  let key = exact.get(title)
  if (key === undefined) exact.set(title, key = runs(title.key).join(""))
  return key
}

/** Ranks as people do: the title itself, in the title, in a heading, in the text, all words, some words. */
function rank(page: Page, { phrases, words }: Sought): number {
  const title = bare(page.title)
  const length = Math.max(title.length, 1)
  const has = (field: Keyed, phrase: string) => field.key.includes(phrase)
  for (const [i, phrase] of phrases.entries()) {
    const share = Math.min(1, phrase.length / length) - i / 10
    if (title === phrase) return EXACT - i / 10
    if (title.includes(phrase)) return 8 + share / 2
    if (page.aliases.some(alias => bare(alias) === phrase)) return 8.9
    if (page.aliases.some(alias => has(alias, phrase))) return 7
  }
  const titled = words.filter(word => has(page.title, word))
  if (titled.length === words.length) return 6 + Math.min(1, words.join("").length / length) / 2
  const near = titled.join("").length / Math.max(words.join("").length, 1) / 4
  if (phrases.some(phrase => page.sections.some(({ heading }) => has(heading, phrase)))) return 5 + near
  if (phrases.some(phrase => page.sections.some(({ text }) => has(text, phrase)))) return 4 + near
  const together = ({ heading, text }: Section) => words.every(word => has(heading, word) || has(text, word))
  if (page.sections.some(together)) return 3 + near
  const somewhere = (word: string) =>
    titled.includes(word) || page.sections.some(({ heading, text }) => has(heading, word) || has(text, word))
  if (words.every(somewhere)) return 2 + near
  const nearly = ({ heading, text }: Section) =>
    words.every(word => has(heading, word) || has(text, word) || hasNearly(heading, word) || hasNearly(text, word))
  if (page.sections.some(nearly)) return 1.96 + near / 8
  // Parts of words: what one section has of them beside the title.
  const wanted = words.flatMap(word => isUnspaced(word) ? pairs(word) : [word])
  const share = (section: Section) =>
    wanted.filter(part => has(page.title, part) || has(section.heading, part) || has(section.text, part)).length
  const inTitle = wanted.filter(part => has(page.title, part)).length
  return 1 + (Math.max(inTitle, ...page.sections.map(share)) * 0.7 + inTitle * 0.25) / wanted.length
}

/** Says whether a text has a word of three characters or more with one of them mistyped. */
function hasNearly({ key }: Keyed, word: string): boolean {
  const characters = [...word]
  if (characters.length < 3 || !isUnspaced(word)) return false
  return characters.some((_, i) => {
    const [before, after] = [characters.slice(0, i).join(""), characters.slice(i + 1).join("")]
    const [known, offset] = before.length >= after.length ? [before, 0] : [after, -before.length - 1]
    for (let at = key.indexOf(known); at >= 0; at = key.indexOf(known, at + 1)) {
      const start = at + offset
      if (start >= 0 && key.startsWith(before, start) && key.startsWith(after, start + before.length + 1)) return true
    }
    return false
  })
}

function rankSpoken(page: Page, { letters }: Sought): number {
  const [title, ...headings] = page.readings
  const match = matchReadings(title ?? [], letters)
  if (match) return (match[2] ? 8 : 7) + (match[1] - match[0]) / Math.max(title!.length, 1) / 2
  const heading = headings.map(reading => matchReadings(reading, letters)).find(Boolean)
  return heading ? (heading[2] ? 5 : 4) : -1
}

function holds(page: Page, phrase: string): boolean {
  return [page.title, ...page.aliases, ...page.sections.flatMap(({ heading, text }) => [heading, text])]
    .some(field => field.key.includes(phrase))
}

function labels(topic: string, date: string): string[] {
  return [topic, date].filter(Boolean).map(escape)
}

/** Marks phrases; where there are none, words; where there are none, the longest parts of words. */
function marks(field: Keyed, { phrases, words, letters }: Sought, readings?: readonly (readonly string[])[]): Range[] {
  if (letters) return readings ? spokenMarks(field, readings, letters) : []
  const whole = phrases.filter(phrase => field.key.includes(phrase))
  if (whole.length) return occurrences(field, whole)
  return occurrences(field, words.flatMap(word => field.key.includes(word) ? [word] : parts(word, field.key)))
}

function parts(word: string, key: string): string[] {
  for (let length = word.length - 1; length > 1; length--) {
    const found: string[] = []
    for (let i = 0; i + length <= word.length; i++) {
      const part = word.slice(i, i + length)
      if (key.includes(part)) found.push(part)
    }
    if (found.length) return found
  }
  return []
}

function spokenMarks(field: Keyed, readings: readonly (readonly string[])[], letters: string): Range[] {
  const match = matchReadings(readings, letters)
  if (!match) return []
  const han = [...field.key.matchAll(READ)].map(({ index }) => field.at(index))
  const found: [number, number][] = []
  for (const position of han.slice(match[0], match[1])) {
    const last = found.at(-1)
    if (last?.[1] === position) last[1]++
    else found.push([position, position + 1])
  }
  return found
}

/** Makes the entry of a page: its title, and the sections that answer best. */
function show(page: Page, sought: Sought, score: number): Group {
  const readings = new Map<Section, readonly (readonly string[])[]>()
  page.sections.filter(section => section.heading.text).forEach((section, i) =>
    readings.set(section, page.readings[i + 1] ?? []))
  const titleMarks = marks(page.title, sought, page.readings[0])
  const sections = page.sections
    .map((section, i) => {
      const heading = marks(section.heading, sought, readings.get(section))
      const text = marks(section.text, sought)
      return { section, i, heading, text, weight: weigh(section, heading, text, sought) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.i - b.i)
    .slice(0, SECTIONS)
  const first = sections[0]
  const surfaces = new Set([
    ...titleMarks.map(([start, end]) => page.title.text.slice(start, end)),
    ...(first?.text ?? []).map(([start, end]) => first!.section.text.text.slice(start, end)),
  ].map(surface => surface.trim()).filter(surface => surface.length > 1))
  const terms = Object.fromEntries([...surfaces].slice(0, 4).map(surface => [surface, true] as const))
  const lead = page.sections.find(section => section.text.text)
  const item = (location: string, title: string, text: string, itsScore = score): Item =>
    ({ location, title, text: text && `<p>${text}</p>`, score: itsScore, terms })

  const parent = item(page.url, mark(page.title.text, titleMarks), "")
  const tags = labels(page.topic, page.date)
  if (tags.length) parent.tags = tags
  if (!first) {
    if (lead) parent.text = `<p>${excerpt(lead.text.text, [])}</p>`
    return [parent]
  }
  const group: Group = [parent]
  sections.forEach(({ section, heading, text }, i) => {
    const piece = excerpt(section.text.text, text)
    if (!section.anchor) {
      if (i === 0) parent.text = `<p>${piece}</p>`
    } else if (i === 0 || !parent.text) {
      group.push(item(`${page.url}#${section.anchor}`, mark(section.heading.text, heading), piece, i ? score - 0.5 : score))
    }
  })
  return group
}

function weigh(section: Section, heading: readonly Range[], text: readonly Range[], { phrases, words }: Sought): number {
  const longest = (ranges: readonly Range[]) => Math.max(0, ...ranges.map(([start, end]) => end - start))
  let weight = 2 * longest(heading) + longest(text) + Math.min(text.length, 5) / 10
  if (phrases.some(phrase => section.heading.key.includes(phrase))) weight += 40
  if (phrases.some(phrase => section.text.key.includes(phrase))) weight += 30
  // A heading right above the next one has nothing to show.
  if (!section.text.text) weight -= 25
  weight += 5 * words.filter(word => section.heading.key.includes(word) || section.text.key.includes(word)).length
  return weight > 1 ? weight : 0
}
