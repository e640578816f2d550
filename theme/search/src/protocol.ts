/**
 * What Material for MkDocs and its search worker say to each other (9.x). The theme renders whatever a
 * result holds, HTML in `title` and `text` included, so everything from a page is escaped in excerpt.ts.
 */

export const SETUP = 0
export const READY = 1
export const QUERY = 2
export const RESULT = 3

/** Where the index lies and how it is cut: written by qingyuan/search/index.py. */
export interface Settings {
  readonly format: number
  readonly data: string
  readonly pages: number
  readonly shards: number
}

/** One page or one section of a page in the list of results. */
export interface Item {
  location: string
  title: string
  text: string
  score: number
  /** Words for `?h=`, which the theme marks on the page; `false` would be shown as missing. */
  terms: Record<string, true>
  tags?: string[]
}

/** A page, then the sections of it that hold what was sought. */
export type Group = Item[]

export interface SetupMessage {
  readonly type: typeof SETUP
  readonly data: { readonly config: { readonly qingyuan?: Settings } }
}

export interface QueryMessage {
  readonly type: typeof QUERY
  readonly data: string
}

export type Incoming = SetupMessage | QueryMessage

/** What is found for a query, in full or so far. */
export interface Answer {
  readonly groups: Group[]
  /** What the box says above the list: the theme's own line only counts what it was given. */
  readonly said: string
  /** How many pages could still be listed. */
  readonly more: number
  /** Nothing further comes by itself. */
  readonly complete: boolean
}

/**
 * The theme hands on nothing but entries: the rest of an answer, and its query, travel in the title of the
 * first one, as JSON in this attribute.
 */
export const ANSWER = "data-qingyuan-answer"
export interface Stamp {
  readonly said: string
  readonly more?: number
  readonly complete: boolean
  /** Absent: whatever was asked. */
  readonly query?: string
}

/** The list where nothing could be asked: an empty one would say that nothing was found. */
export const UNREACHABLE: Group[] = [[{
  location: "", text: "", score: 1, terms: {},
  title: `<span ${ANSWER}='{"said":"搜索数据没有取到，请检查网络后再试。","complete":true}'>首页</span>`,
}]]

/**
 * Begins the name of the channel between the box of a page and its worker; the rest is the fragment of the
 * worker's address, drawn by theme/assets/search-worker.js, as other tabs have the same channels.
 */
export const CHANNEL = "qingyuan-search"
/** The box was touched: the engine shall be there before the first key. */
export const TOUCHED = "touched"
/** The next pages for the latest query; the answer comes through the channel. */
export const MORE = "more"
/** Pages listed at first, and added at a time. */
export const LISTED = 10
