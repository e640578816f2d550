/** How well a page answers: decided on the page itself, once it is there. */
import { isUnspaced, pairs, runs, type Query } from "./query"
import { matchReadings } from "./pinyin"
import type { Keyed } from "./fold"
import type { Page, Section } from "./store"

/** The rank of a page whose title is what was sought. */
export const EXACT = 9
/** From this rank on a page has all words, somewhere. */
export const ALL_WORDS = 2

/** What was understood of a query: compared with pages, and marked on them. */
export interface Sought {
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

/** Says whether a page has all of some words as they stand. */
export function has(page: Page, words: readonly string[]): boolean {
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
export function rank(page: Page, { phrases, words }: Sought): number {
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

export function rankSpoken(page: Page, { letters }: Sought): number {
  const [title, ...headings] = page.readings
  const match = matchReadings(title ?? [], letters)
  if (match) return (match[2] ? 8 : 7) + (match[1] - match[0]) / Math.max(title!.length, 1) / 2
  const heading = headings.map(reading => matchReadings(reading, letters)).find(Boolean)
  return heading ? (heading[2] ? 5 : 4) : -1
}

export function holds(page: Page, phrase: string): boolean {
  return [page.title, ...page.aliases, ...page.sections.flatMap(({ heading, text }) => [heading, text])]
    .some(field => field.key.includes(phrase))
}
