/** What a reader typed, understood. */
import { LETTERS, UNSPACED } from "./contract"
import { fold } from "./fold"

const RUN = new RegExp(`[${UNSPACED}]+|[${LETTERS}]+|[0-9]+`, "gu")
const UNSPACED_RUN = new RegExp(`^[${UNSPACED}]`, "u")
const QUOTED = /["“”「『]([^"“”」』]+)["“”」』]/g

/** Words of questions: they say that something is asked, not what. The longest stand first. */
const ASKING = new RegExp(
  "^(?:请问|是真的还是假的|是真的吗|是真的假的|真的假的|有什么办法|该怎么办|怎么办理|怎么办|怎么样|怎么做|怎么回事|什么意思|"
  + "为什么|有没有|是不是|能不能|可不可以|会不会|要不要|应该如何|应该怎么|是什么|有哪些|哪些|多少|怎么|怎样|如何|什么|是否|能否|"
  + "可以|吗|呢|吧|么|了|的)", "u")

export interface Run {
  /** What is sought, as a key. */
  readonly key: string
  readonly unspaced: boolean
  /** A word of the question itself: welcome, not needed. */
  readonly asking: boolean
}

export interface Query {
  /** The whole query as a key without spaces. */
  readonly whole: string
  readonly runs: readonly Run[]
  /** Phrases in quotation marks: a page without one of them is no hit. */
  readonly quoted: readonly string[]
  /** Letters only, as pinyin or initials would be: without separators. */
  readonly letters: string
}

/** Splits a key as qingyuan/search/keys.py does. */
export function runs(key: string): string[] {
  return key.match(RUN) ?? []
}

export function isUnspaced(run: string): boolean {
  return UNSPACED_RUN.test(run)
}

export function parse(text: string): Query {
  const quoted = [...text.matchAll(QUOTED)].map(match => runs(fold(match[1]!)).join("")).filter(Boolean)
  const key = fold(text)
  const found: Run[] = []
  for (const run of runs(key)) {
    if (isUnspaced(run)) found.push(...splitQuestion(run))
    else found.push({ key: run, unspaced: false, asking: false })
  }
  // Somebody who types nothing but 怎么办 means it.
  const needed = found.some(run => !run.asking) ? found : found.map(run => ({ ...run, asking: false }))
  return {
    whole: runs(key).join(""),
    runs: needed,
    quoted,
    letters: /^[a-z' ]+$/.test(key.trim()) ? key.replace(/[^a-z]/g, "") : "",
  }
}

function splitQuestion(run: string): Run[] {
  const found: Run[] = []
  const characters = [...run]
  let plain = ""
  const flush = () => {
    if (plain) found.push({ key: plain, unspaced: true, asking: false })
    plain = ""
  }
  for (let i = 0; i < characters.length;) {
    const asking = ASKING.exec(characters.slice(i).join(""))?.[0]
    // One character alone is asking only at the end or after a word: 的士 and 了解 are none.
    if (asking && ([...asking].length > 1 || (plain.length > 1 && asks(characters, i)))) {
      flush()
      found.push({ key: asking, unspaced: true, asking: true })
      i += [...asking].length
    } else {
      plain += characters[i++]!
    }
  }
  flush()
  return found
}

function asks(characters: string[], i: number): boolean {
  const rest = characters.slice(i + 1).join("")
  if (rest === "") return true
  return ASKING.test(rest) || (characters[i] === "的" && [...rest].length > 1)
}

/** The overlapping pairs of a run, or the run itself if it is one character. */
export function pairs(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return [run]
  return characters.slice(1).map((character, i) => characters[i]! + character)
}
