/**
 * What Material's search box lacks for readers of Chinese and for screen readers. Loaded with every page;
 * does nothing until the box is touched.
 */
import { entry, summary } from "./entry"
import { ANSWER, CHANNEL, LISTED, MORE, TOUCHED, type Group, type Stamp } from "./protocol"

const RESULTS = "搜索结果"

/** What the theme's own scripts read as well. */
interface Config {
  readonly base: string
  readonly search: string
}

function mount(input: HTMLInputElement, config: Config): void {
  const channel = new BroadcastChannel(CHANNEL + new URL(config.search, location.href).hash)
  input.addEventListener("focus", () => channel.postMessage(TOUCHED), { once: true })

  // Candidates picked by mouse, voice, handwriting and paste come without a key, and keys are all that
  // Material listens to.
  const changed = () => input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
  input.addEventListener("input", changed)
  input.addEventListener("compositionend", changed)

  // Enter chooses the candidate. Safari ends the composition before it reports the key, with code 229.
  let composing = false
  input.addEventListener("compositionstart", () => { composing = true })
  input.addEventListener("compositionend", () => { composing = false })
  window.addEventListener("keydown", event => {
    if (event.target === input && (composing || event.isComposing || event.keyCode === 229))
      event.stopImmediatePropagation()
  }, { capture: true })

  const meta = document.querySelector<HTMLElement>(".md-search-result__meta")
  const list = document.querySelector<HTMLElement>(".md-search-result__list")
  if (!meta || !list) return
  meta.setAttribute("role", "status")
  meta.setAttribute("aria-live", "polite")
  list.setAttribute("aria-label", RESULTS)

  let offer: HTMLElement | undefined
  /** Says above the list what the answer says, notes which query the list answers, and offers what is left. */
  const note = ({ said, more, complete, query }: Stamp) => {
    if (meta.textContent !== said) meta.textContent = said
    list.dataset.query = query ?? input.value
    list.toggleAttribute("data-complete", complete)
    offer?.remove()
    if (!more) return
    offer = document.createElement("li")
    offer.append(summary(`再列 ${Math.min(LISTED, more)} 篇`))
    offer.addEventListener("click", event => {
      event.preventDefault()
      list.removeAttribute("data-complete")
      channel.postMessage(MORE)
    })
    list.append(offer)
  }
  const stampOf = (element: ParentNode | undefined | null) => {
    const stamp = element?.querySelector(`[${ANSWER}]`)?.getAttribute(ANSWER)
    return stamp ? JSON.parse(stamp) as Stamp : undefined
  }

  channel.onmessage = ({ data: groups }: MessageEvent<Group[]>) => {
    const entries = groups.map(group => entry(group, config.base))
    const stamp = stampOf(entries[0])
    // The reader may have typed on.
    if (!stamp || stamp.query !== list.dataset.query) return
    const listed = new Set([...list.querySelectorAll("li > a")].map(link => link.getAttribute("href")))
    const added = entries.filter(item => !listed.has(item.querySelector("a")!.getAttribute("href")))
    const chosen = document.activeElement !== null && offer?.contains(document.activeElement)
    list.append(...added)
    note(stamp)
    if (chosen) added[0]?.querySelector("a")?.focus()
  }

  // A second wave of results replaces the list: whoever was on a result stays on it.
  let focused: string | undefined
  list.addEventListener("focusin", event => { focused = (event.target as HTMLElement).getAttribute("href") ?? undefined })
  input.addEventListener("focus", () => { focused = undefined })
  let first: Element | null = null
  new MutationObserver(() => {
    if (list.firstElementChild === first) return
    first = list.firstElementChild
    list.removeAttribute("data-query")
    const stamp = stampOf(first)
    if (stamp) note(stamp)
    if (focused && document.activeElement === document.body)
      [...list.querySelectorAll<HTMLElement>("a[href]")].find(link => link.getAttribute("href") === focused)?.focus()
  }).observe(list, { childList: true })
}

const input = document.querySelector<HTMLInputElement>("[data-md-component=search-query]")
const config = document.getElementById("__config")?.textContent
if (input && config) mount(input, JSON.parse(config) as Config)
