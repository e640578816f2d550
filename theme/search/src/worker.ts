/**
 * Stands where Material's search worker stood. It is loaded with every page and therefore holds nothing:
 * the engine comes when the box is touched.
 */
import type { Engine, Exported } from "./engine"
import { CHANNEL, QUERY, READY, RESULT, SETUP, SUGGESTION, type Group, type Incoming, type Settings } from "./protocol"

/** The file name of the engine with its digest, so that no browser keeps an old one. */
declare const ENGINE: string
declare function importScripts(...urls: string[]): void

/** An empty list would say that nothing was found. */
const UNREACHABLE = `<span ${SUGGESTION}="搜索数据没有取到，请检查网络后再试。">首页</span>`

const base = new URL(".", location.href).href
let settings: Settings | undefined
let engine: Engine | undefined
let latest = 0

function load(): Exported {
  const scope = globalThis as { qingyuanSearch?: Exported }
  if (!scope.qingyuanSearch) importScripts(base + ENGINE)
  return scope.qingyuanSearch!
}

async function answer(text: string): Promise<void> {
  const number = ++latest
  const post = (items: Group[]) => {
    if (number === latest) postMessage({ type: RESULT, data: { items } })
  }
  if (!text.trim()) return post([])
  for (let attempt = 0; ; attempt++) {
    try {
      settings ??= await (await fetch(`${base}settings.json`, { cache: "no-cache" })).json() as Settings
      engine ??= new (load().Engine)(base, settings)
      for await (const items of engine.search(text, () => number === latest)) post(items)
      return
    } catch (error) {
      // The site may have been built anew since the page was opened: look once where its index is now.
      settings = engine = undefined
      if (attempt) {
        console.warn("search:", error)
        return post([[{ location: "", title: UNREACHABLE, text: "", score: 1, terms: {} }]])
      }
    }
  }
}

onmessage = ({ data: message }: MessageEvent<Incoming>) => {
  if (message.type === SETUP) {
    settings ??= message.data.config.qingyuan
  } else if (message.type === QUERY) {
    void answer(message.data)
  }
}

new BroadcastChannel(CHANNEL).onmessage = () => load()

// At once: a query that comes before the settings fetches them itself.
postMessage({ type: READY })
