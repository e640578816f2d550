/** What the box shows of pages, and says of their list. */
import { HAN } from "./contract"
import { escape, excerpt, mark, occurrences, type Range } from "./excerpt"
import { matchReadings } from "./pinyin"
import { LISTED, type Group, type Item } from "./protocol"
import type { Keyed } from "./fold"
import type { Sought } from "./judge"
import type { Page, Section } from "./store"

/** What the box says where nothing was found, by what is offered instead. */
export const OFFERS = {
  titles: "没有找到完全相符的内容，下面是标题相近的文章和主题",
  topics: "没有找到相关内容，可以看看这些主题",
  newest: "没有找到相关内容，可以看看最新的文章",
}

/** Sections shown of one page; all but the first are folded away by the theme. */
const SECTIONS = 3
const READ = new RegExp(`[${HAN}]`, "gu")

/** Tells the truth about a list: how many pages have what was sought, and what else is on it. */
export function say(
  { meant }: Sought, found: number, wholeShown: number, shown: number, listed: number, about: boolean,
  complete: boolean,
): string {
  const instead = meant ? `没有完全相符，按「${meant}」` : ""
  if (!found) return "没有完全相符，最接近的是"
  const number = `${instead}找到${about ? "约" : ""} ${found} 篇`
  // Of the first wave, more comes in a moment.
  if (!complete) return number
  if (found > shown) return `${number}，${listed > LISTED ? "已" : "先"}列 ${shown} 篇`
  return wholeShown < shown ? `${number}，另列最接近的 ${shown - wholeShown} 篇` : number
}

export function labels(topic: string, date: string): string[] {
  return [topic, date].filter(Boolean).map(escape)
}

/** Marks phrases; where there are none, words; where there are none, the longest parts of words. */
function marks(field: Keyed, { phrases, words, letters }: Sought, readings?: readonly (readonly string[])[]): Range[] {
  if (letters) return readings ? spokenMarks(field, readings, letters) : []
  const whole = phrases.filter(phrase => field.key.includes(phrase))
  if (whole.length) return occurrences(field, whole)
  return occurrences(field, words.flatMap(word => field.key.includes(word) ? [word] : parts(word, field.key)))
}

function parts(word: string, key: string): string[] {
  for (let length = word.length - 1; length > 1; length--) {
    const found: string[] = []
    for (let i = 0; i + length <= word.length; i++) {
      const part = word.slice(i, i + length)
      if (key.includes(part)) found.push(part)
    }
    if (found.length) return found
  }
  return []
}

function spokenMarks(field: Keyed, readings: readonly (readonly string[])[], letters: string): Range[] {
  const match = matchReadings(readings, letters)
  if (!match) return []
  const han = [...field.key.matchAll(READ)].map(({ index }) => field.at(index))
  const found: [number, number][] = []
  for (const position of han.slice(match[0], match[1])) {
    const last = found.at(-1)
    if (last?.[1] === position) last[1]++
    else found.push([position, position + 1])
  }
  return found
}

/** Makes the entry of a page: its title, and the sections that answer best. */
export function show(page: Page, sought: Sought, score: number): Group {
  const readings = new Map<Section, readonly (readonly string[])[]>()
  page.sections.filter(section => section.heading.text).forEach((section, i) =>
    readings.set(section, page.readings[i + 1] ?? []))
  const titleMarks = marks(page.title, sought, page.readings[0])
  const sections = page.sections
    .map((section, i) => {
      const heading = marks(section.heading, sought, readings.get(section))
      const text = marks(section.text, sought)
      return { section, i, heading, text, weight: weigh(section, heading, text, sought) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.i - b.i)
    .slice(0, SECTIONS)
  const first = sections[0]
  const surfaces = new Set([
    ...titleMarks.map(([start, end]) => page.title.text.slice(start, end)),
    ...(first?.text ?? []).map(([start, end]) => first!.section.text.text.slice(start, end)),
  ].map(surface => surface.trim()).filter(surface => surface.length > 1))
  const terms = Object.fromEntries([...surfaces].slice(0, 4).map(surface => [surface, true] as const))
  const lead = page.sections.find(section => section.text.text)
  const item = (location: string, title: string, text: string, itsScore = score): Item =>
    ({ location, title, text: text && `<p>${text}</p>`, score: itsScore, terms })

  const parent = item(page.url, mark(page.title.text, titleMarks), "")
  const tags = labels(page.topic, page.date)
  if (tags.length) parent.tags = tags
  if (!first) {
    if (lead) parent.text = `<p>${excerpt(lead.text.text, [])}</p>`
    return [parent]
  }
  const group: Group = [parent]
  sections.forEach(({ section, heading, text }, i) => {
    const piece = excerpt(section.text.text, text)
    if (!section.anchor) {
      if (i === 0) parent.text = `<p>${piece}</p>`
    } else if (i === 0 || !parent.text) {
      group.push(item(`${page.url}#${section.anchor}`, mark(section.heading.text, heading), piece, i ? score - 0.5 : score))
    }
  })
  return group
}

function weigh(section: Section, heading: readonly Range[], text: readonly Range[], { phrases, words }: Sought): number {
  const longest = (ranges: readonly Range[]) => Math.max(0, ...ranges.map(([start, end]) => end - start))
  let weight = 2 * longest(heading) + longest(text) + Math.min(text.length, 5) / 10
  if (phrases.some(phrase => section.heading.key.includes(phrase))) weight += 40
  if (phrases.some(phrase => section.text.key.includes(phrase))) weight += 30
  // A heading right above the next one has nothing to show.
  if (!section.text.text) weight -= 25
  weight += 5 * words.filter(word => section.heading.key.includes(word) || section.text.key.includes(word)).length
  return weight > 1 ? weight : 0
}
