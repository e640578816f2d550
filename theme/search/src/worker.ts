/**
 * Stands where Material's search worker stood. It is loaded with every page and therefore holds nothing:
 * the engine comes when the box is touched.
 */
import { CHANNEL, MORE, QUERY, READY, RESULT, SETUP, UNREACHABLE, type Group, type Incoming, type Settings } from "./protocol"
import type { Exported } from "./exported"
import type { Service } from "./service"

/** The file name of the engine with its digest, so that no browser keeps an old one. */
declare const ENGINE: string
declare const qingyuanSearch: Exported
declare function importScripts(...urls: string[]): void

const base = new URL(".", location.href).href
const channel = new BroadcastChannel(CHANNEL + location.hash)
let settings: Settings | undefined
let service: Service | undefined

function load(): Service {
  if (!service) {
    importScripts(base + ENGINE)
    service = new qingyuanSearch.Service(base, settings)
  }
  return service
}

onmessage = ({ data: message }: MessageEvent<Incoming>) => {
  const post = (items: Group[]) => postMessage({ type: RESULT, data: { items } })
  if (message.type === SETUP) settings = message.data.config.qingyuan
  if (message.type !== QUERY) return
  // The theme asks for nothing when it begins.
  if (!service && !message.data) return post([])
  try {
    void load().query(message.data, post)
  } catch {
    post(UNREACHABLE)
  }
}

channel.onmessage = ({ data }: MessageEvent<string>) => {
  load()
  if (data === MORE) void load().more(items => channel.postMessage(items))
}

// At once: a query that comes before the settings fetches them itself.
postMessage({ type: READY })
