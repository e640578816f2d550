/** Pinyin typed as a query: cut into syllables, compared with the readings of titles and headings. */

import { INITIALS, LONGEST_SYLLABLE, PINYIN, SYLLABLES } from "./contract"

const KNOWN = new Set(PINYIN.trim().split("\n").flatMap(line => {
  const [initial, rests] = line.split(":") as [string, string]
  return rests.split(",").map(rest => initial + rest)
}))

/** Cuts letters into the fewest syllables: all ways to do so, at most `limit`. */
export function syllables(letters: string, limit = 4): string[][] {
  const ways: string[][][] = [[[]]]
  for (let end = 1; end <= letters.length; end++) {
    let best: string[][] = []
    for (let start = Math.max(0, end - LONGEST_SYLLABLE); start < end; start++) {
      const last = letters.slice(start, end)
      const before = ways[start]!
      if (!before.length || !KNOWN.has(last)) continue
      const count = before[0]!.length + 1
      const shortest = best[0]?.length ?? Infinity
      if (count > shortest) continue
      if (count < shortest) best = []
      best.push(...before.map(way => [...way, last]))
    }
    ways.push(best.slice(0, limit))
  }
  return ways[letters.length]!
}

/** As `syllables`, for letters whose last syllable is still being typed. */
export function syllablesSoFar(letters: string): string[][] {
  for (let end = letters.length; end > 0 && end > letters.length - LONGEST_SYLLABLE; end--) {
    const ways = syllables(letters.slice(0, end))
    if (ways.length) return ways
  }
  return []
}

/** Terms of pairs of syllables. */
export function syllableTerms(way: readonly string[]): string[] {
  return way.slice(1).map((syllable, i) => `${SYLLABLES}${way[i]} ${syllable}`)
}

/** Terms of pairs of initials. */
export function initialTerms(letters: string): string[] {
  return [...letters].slice(1).map((letter, i) => `${INITIALS}${letters[i]}${letter}`)
}

/**
 * Finds where letters match readings: each character gives one of its readings or the beginning of one,
 * so that shangmen, shmen and sm all match 上门. Returns the first and the last but one character.
 */
export function matchReadings(
  readings: readonly (readonly string[])[], letters: string,
): [start: number, end: number, full: boolean] | undefined {
  let found: [number, number, boolean] | undefined
  for (let start = 0; start < readings.length; start++) {
    const match = matchFrom(readings, start, letters, true)
    if (match) {
      if (match.full) return [start, match.end, true]
      found ??= [start, match.end, false]
    }
  }
  return found
}

function matchFrom(
  readings: readonly (readonly string[])[], at: number, letters: string, full: boolean,
): { end: number, full: boolean } | undefined {
  if (letters === "") return { end: at, full }
  let found: { end: number, full: boolean } | undefined
  for (const reading of readings[at] ?? []) {
    for (let length = reading.length; length > 0; length--) {
      if (!letters.startsWith(reading.slice(0, length))) continue
      // The last syllable may be unfinished while the reader types.
      const whole = length === reading.length || (length > 1 && length === letters.length)
      const match = matchFrom(readings, at + 1, letters.slice(length), full && whole)
      if (match?.full) return match
      found ??= match
    }
  }
  return found
}
