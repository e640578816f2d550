/** What a reader sees of a page: marked titles and a piece of text around the match. */
import type { Keyed } from "./fold"

/** A stretch of a text, in positions of the text. */
export type Range = readonly [start: number, end: number]

const LENGTH = 110
const LEAD = 26
/** A sentence that begins so far before the match is shown from its beginning. */
const SENTENCE = 44
const STOPS = ["。", "！", "？", "；", "\n"]
const MARKS = 40

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;" }

export function escape(text: string): string {
  return text.replace(/[&<>"]/g, character => ENTITIES[character]!)
}

/** Finds all occurrences of keys, joined where they touch. */
export function occurrences({ key, at }: Keyed, sought: Iterable<string>): Range[] {
  const found: [number, number][] = []
  for (const part of sought) {
    if (!part) continue
    for (let i = key.indexOf(part); i >= 0 && found.length < MARKS; i = key.indexOf(part, i + part.length))
      found.push([i, i + part.length])
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1])
  const joined: [number, number][] = []
  for (const range of found) {
    const last = joined.at(-1)
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1])
    else joined.push(range)
  }
  // The end of a match is the end of its last character, before any space that follows.
  return joined.map(([start, end]) => [at(start), at(end - 1) + 1])
}

/** Marks ranges of a text in HTML. */
export function mark(text: string, ranges: readonly Range[], start = 0, end = text.length): string {
  let html = ""
  let position = start
  for (const [from, to] of ranges) {
    if (to <= position || from >= end) continue
    const first = Math.max(from, position)
    const last = Math.min(to, end)
    html += escape(text.slice(position, first))
    html += `<mark data-md-highlight>${escape(text.slice(first, last))}</mark>`
    position = last
  }
  return html + escape(text.slice(position, end))
}

/** Cuts the piece of a text in which most of the ranges lie. */
export function excerpt(text: string, ranges: readonly Range[]): string {
  const first = densest(ranges)
  let start = Math.max(0, first - LEAD)
  const sentence = Math.max(...STOPS.map(stop => text.lastIndexOf(stop, first - 1))) + 1
  if (first - sentence <= SENTENCE) start = Math.min(sentence, first)
  while (start > 0 && start < first && /[\s\udc00-\udfff]/.test(text[start]!)) start++
  let end = Math.min(text.length, start + LENGTH)
  if (text.length - end < 8) end = text.length
  if (/[\udc00-\udfff]/.test(text[end] ?? "")) end++
  const html = mark(text, ranges, start, end).replace(/\n/g, " ")
  return (start > 0 ? "…" : "") + html + (end < text.length ? "…" : "")
}

function densest(ranges: readonly Range[]): number {
  let best = 0
  let first = ranges[0]?.[0] ?? 0
  for (const [start] of ranges) {
    let weight = 0
    for (const [from, to] of ranges) if (from >= start && to <= start + LENGTH - LEAD) weight += to - from
    if (weight > best) [best, first] = [weight, start]
  }
  return first
}
