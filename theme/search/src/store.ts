/** Fetches shards and records, each once. */
import { crc32, decode, inflate, reader, type Postings } from "./bytes"
import { numbered, RECORDS, SHARDS, type FOLLOWING, type PRECEDING, type Stored } from "./contract"
import { keyed, type Keyed } from "./fold"
import type { Settings } from "./protocol"

export interface Section {
  readonly anchor: string
  readonly heading: Keyed
  readonly text: Keyed
}

/** A page, ready to be compared with a query. */
export interface Page {
  readonly url: string
  readonly title: Keyed
  readonly topic: string
  readonly date: string
  /** No article: it stands behind articles. */
  readonly aside: boolean
  readonly aliases: readonly Keyed[]
  /** Readings of the title, then of each heading: syllables, each with its alternatives. */
  readonly readings: readonly (readonly (readonly string[])[])[]
  readonly sections: readonly Section[]
}

export interface Offers {
  readonly topics: readonly [name: string, pages: number, url: string][]
  readonly newest: readonly [title: string, url: string, topic: string, date: string][]
}

/** More than a long search keeps alive; the least recently fetched go first. */
const KEPT = 400

const encoder = new TextEncoder()

export class Store {
  readonly #shards = new Map<number, Promise<Uint8Array>>()
  #homophones: Promise<string[]> | undefined
  readonly #pages = new Map<number, Promise<Page>>()

  constructor(readonly base: string, readonly settings: Settings) {}

  /** Finds the postings of a term. */
  async postings(term: string): Promise<Postings | undefined> {
    const key = encoder.encode(term)
    const number = crc32(key) % this.settings.shards
    const shard = await remember(this.#shards, number, () => this.#open(numbered(SHARDS, number)))
    const next = reader(shard)
    while (next.at < shard.length) {
      const length = next()
      const start = next.at
      next.at += length
      const size = next()
      if (length === key.length && key.every((byte, i) => shard[start + i] === byte))
        return shard.subarray(next.at, next.at + size)
      next.at += size
    }
    return undefined
  }

  /** Fetches a page by its number. */
  page(number: number): Promise<Page> {
    return remember(this.#pages, number, async () => {
      const [url, title, topic, date, aside, aliases, readings, sections] =
        JSON.parse(new TextDecoder().decode(await this.#open(numbered(RECORDS, number)))) as Stored
      return {
        url, title: keyed(title), topic, date, aside: aside === 1, aliases: aliases.map(keyed),
        readings: readings.split("|").map(part => part.split(" ").map(syllable => syllable.split("/"))),
        sections: sections.map(([anchor, heading, text]) =>
          ({ anchor, heading: keyed(heading), text: keyed(text) })),
      }
    })
  }

  /** The characters that sound like one, without itself. */
  async homophones(character: string): Promise<ReadonlySet<string>> {
    this.#homophones ??= this.#open("homophones.bin").then(bytes => new TextDecoder().decode(bytes).split("\n"))
    const lines = await this.#homophones.catch(error => {
      this.#homophones = undefined
      throw error
    })
    const alike = new Set(lines.filter(line => line.includes(character)).flatMap(line => [...line]))
    alike.delete(character)
    return alike
  }

  /** The characters that stand somewhere after (FOLLOWING) or before (PRECEDING) one, and how common that is. */
  async neighbors(character: string, side: typeof FOLLOWING | typeof PRECEDING): Promise<ReadonlyMap<string, number>> {
    const postings = await this.postings(character + side)
    const found = new Map<string, number>()
    if (postings) decode(postings, (point, commonness) => found.set(String.fromCodePoint(point), commonness))
    return found
  }

  /** What to offer to a reader who finds nothing. */
  async offers(): Promise<Offers> {
    return (await this.#fetch("offers.json")).json() as Promise<Offers>
  }

  async #open(path: string): Promise<Uint8Array> {
    const response = await this.#fetch(path)
    return inflate(response.body!)
  }

  async #fetch(path: string): Promise<Response> {
    const response = await fetch(`${this.base}${this.settings.data}/${path}`)
    if (!response.ok) throw new MovedError(path)
    return response
  }
}

/** The site was built anew since this page was opened: its old index is gone. */
export class MovedError extends Error {}

function remember<V>(cache: Map<number, Promise<V>>, key: number, make: () => Promise<V>): Promise<V> {
  let value = cache.get(key)
  if (value === undefined) {
    if (cache.size >= KEPT) cache.delete(cache.keys().next().value!)
    value = make()
    cache.set(key, value)
    // A failed request must not be remembered: the reader may have lost the network for a moment.
    value.catch(() => cache.delete(key))
  }
  return value
}
