/** Entries of the list of results as the theme draws them: it draws no further ones once it has drawn a list. */
import type { Group, Item } from "./protocol"

function element(tag: string, name: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  made.append(...children)
  return made
}

/** The HTML of an item is escaped in excerpt.ts. */
function markup(html: string): DocumentFragment {
  return document.createRange().createContextualFragment(html)
}

function link({ location, title, text, terms, tags }: Item, base: string, isPage: boolean): HTMLElement {
  const article = element("article", "md-search-result__article md-typeset")
  // Enter in the box opens the highest: never one of these.
  article.dataset.mdScore = "0"
  if (isPage) article.append(element("div", "md-search-result__icon md-icon"))
  article.append(element(isPage ? "h1" : "h2", "", markup(title)), markup(text))
  if (tags) article.append(element("nav", "md-tags", ...tags.map(tag => element("span", "md-tag", markup(tag)))))
  const url = new URL(location, new URL(base, document.baseURI))
  url.searchParams.set("h", Object.keys(terms).join(" "))
  const made = element("a", "md-search-result__link", article)
  made.setAttribute("href", `${url}`)
  made.tabIndex = -1
  return made
}

/** A line that unfolds something, reached by the arrow keys as results are. */
export function summary(text: string, ...folded: Node[]): HTMLElement {
  const line = element("summary", "", element("div", "", text))
  line.tabIndex = -1
  return element("details", "md-search-result__more", line, ...folded)
}

/** The entry of a page with its sections, all but the best of them folded. */
export function entry(group: Group, base: string): HTMLElement {
  const [page, ...sections] = group as [Item, ...Item[]]
  const best = sections.filter(({ score }) => score >= page.score)
  const rest = sections.filter(({ score }) => score < page.score)
  const links = best.map(section => link(section, base, false))
  const folded = rest.map(section => link(section, base, false))
  return element(
    "li", "md-search-result__item", link(best.length ? { ...page, text: "" } : page, base, true), ...links,
    ...folded.length ? [summary(`本文另有 ${folded.length} 处`, ...folded)] : [],
  )
}
