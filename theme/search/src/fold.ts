/** Search keys in the browser: the twin of qingyuan/search/keys.py. */
import { inflate, reader } from "./bytes"
import { INVISIBLE } from "./contract"

/** fold.tsv, packed by build.mjs. */
declare const FOLDING: string

const HIDDEN = new Set(INVISIBLE)

const pairs = new Map<string, string>()
const folded = new Map<string, string>()

/** Resolves when `fold` may be called. */
export const folding: Promise<void> = unpack()

async function unpack(): Promise<void> {
  const packed = Uint8Array.from(atob(FOLDING), character => character.charCodeAt(0))
  const bytes = await inflate(new Blob([packed]).stream())
  const next = reader(bytes)
  const numbers: number[] = []
  while (next.at < bytes.length) {
    const value = next()
    numbers.push(value & 1 ? -(value + 1) / 2 : value / 2)
  }
  const half = numbers.length / 2
  for (let i = 0, source = 0, target = 0; i < half; i++) {
    source += numbers[i]!
    target += numbers[half + i]!
    pairs.set(String.fromCharCode(source), String.fromCharCode(target))
  }
}

function foldCharacter(character: string): string {
  let key = folded.get(character)
  if (key === undefined) {
    key = ""
    if (!HIDDEN.has(character))
      for (const part of character.normalize("NFKC").toLowerCase()) key += pairs.get(part) ?? part
    folded.set(character, key)
  }
  return key
}

/** Folds script, width and case. */
export function fold(text: string): string {
  let key = ""
  for (const character of text) key += foldCharacter(character)
  return key
}

/** A text beside its key, and the way back from one to the other. */
export interface Keyed {
  readonly text: string
  readonly key: string
  /** The position in the text of a position in the key. */
  readonly at: (position: number) => number
}

/** Folds for comparing and marking: without spaces, so that 上门 送信 and 上门送信 are one phrase. */
export function keyed(text: string): Keyed {
  let key = ""
  const positions: number[] = []
  let position = 0
  for (const character of text) {
    const part = foldCharacter(character)
    if (part !== " ") {
      key += part
      for (let i = 0; i < part.length; i++) positions.push(position)
    }
    position += character.length
  }
  positions.push(position)
  return { text, key, at: index => positions[index] ?? position }
}
