/** Answers what a page's box asks, the latest question only. */
import { Engine } from "./engine"
import { escape } from "./excerpt"
import { ANSWER, LISTED, UNREACHABLE, type Answer, type Group, type Settings, type Stamp } from "./protocol"

type Post = (items: Group[]) => void

export class Service {
  #engine: Engine | undefined
  #latest = 0
  #asked = ""
  #listed = LISTED

  constructor(readonly base: string, private settings: Settings | undefined) {}

  /** Answers a query from the beginning. */
  query(text: string, post: Post): Promise<void> {
    this.#asked = text
    this.#listed = LISTED
    return this.#answer(post)
  }

  /** Answers the latest query again, with more pages. */
  more(post: Post): Promise<void> {
    this.#listed += LISTED
    return this.#answer(post)
  }

  async #answer(post: Post): Promise<void> {
    const number = ++this.#latest
    const current = () => number === this.#latest
    const [text, listed] = [this.#asked, this.#listed]
    if (!text.trim()) return post([])
    for (let attempt = 0; ; attempt++) {
      try {
        this.settings ??= await (await fetch(`${this.base}settings.json`, { cache: "no-cache" })).json() as Settings
        this.#engine ??= new Engine(this.base, this.settings)
        for await (const found of this.#engine.search(text, current, listed))
          if (current()) post(stamped(found, text))
        return
      } catch (error) {
        // The site may have been built anew since the page was opened: look once where its index is now.
        this.settings = this.#engine = undefined
        if (attempt) {
          console.warn("search:", error)
          if (current()) post(UNREACHABLE)
          return
        }
      }
    }
  }
}

/** The entries of an answer as the theme takes them, the rest of it on the first of them. */
function stamped({ groups, ...rest }: Answer, query: string): Group[] {
  const stamp: Stamp = { ...rest, query }
  return groups.map((group, i) => i ? group : group.map((item, j) => j ? item : {
    ...item, title: `<span ${ANSWER}="${escape(JSON.stringify(stamp))}">${item.title}</span>`,
  }))
}
