/**
 * What Material's search box lacks for readers of Chinese and for screen readers. Loaded with every page;
 * does nothing until the box is touched.
 */
import { CHANNEL, SUGGESTION } from "./protocol"

const RESULTS = "搜索结果"

function mount(input: HTMLInputElement): void {
  const channel = new BroadcastChannel(CHANNEL)
  input.addEventListener("focus", () => channel.postMessage("touched"), { once: true })

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

  // A second wave of results replaces the list: whoever was on a result stays on it.
  let focused: string | undefined
  list.addEventListener("focusin", event => { focused = (event.target as HTMLElement).getAttribute("href") ?? undefined })
  input.addEventListener("focus", () => { focused = undefined })
  new MutationObserver(() => {
    const said = list.querySelector(`[${SUGGESTION}]`)?.getAttribute(SUGGESTION)
    if (said && meta.textContent !== said) meta.textContent = said
    if (focused && document.activeElement === document.body)
      [...list.querySelectorAll<HTMLElement>("a[href]")].find(link => link.getAttribute("href") === focused)?.focus()
  }).observe(list, { childList: true })
}

const input = document.querySelector<HTMLInputElement>("[data-md-component=search-query]")
if (input) mount(input)
