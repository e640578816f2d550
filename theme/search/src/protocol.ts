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

/** Pages say this to the worker when the box is touched, so that the engine is there before the first key. */
export const CHANNEL = "qingyuan-search"

/** Marks an entry that is no hit; its value is what the box says above the list instead of a number. */
export const SUGGESTION = "data-qingyuan-suggestion"
