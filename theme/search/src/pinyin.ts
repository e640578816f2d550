/** Pinyin typed as a query: cut into syllables, compared with the readings of titles and headings. */

/** All syllables by their first letter, as input methods take them (ü is v). */
const TABLE = `
a:,i,n,ng,o
b:a,ai,an,ang,ao,ei,en,eng,i,ian,iao,ie,in,ing,o,u
c:a,ai,an,ang,ao,e,en,eng,ha,hai,han,hang,hao,he,hen,heng,hi,hong,hou,hu,hua,huai,huan,huang,hui,hun,huo,i,ong,ou,u,uan,ui,un,uo
d:a,ai,an,ang,ao,e,ei,eng,i,ia,ian,iao,ie,ing,iu,ong,ou,u,uan,ui,un,uo
e:,i,n,r
f:a,an,ang,ei,en,eng,o,ou,u
g:a,ai,an,ang,ao,e,ei,en,eng,ong,ou,u,ua,uai,uan,uang,ui,un,uo
h:a,ai,an,ang,ao,e,ei,en,eng,ong,ou,u,ua,uai,uan,uang,ui,un,uo
j:i,ia,ian,iang,iao,ie,in,ing,iong,iu,u,uan,ue,un
k:a,ai,an,ang,ao,e,ei,en,eng,ong,ou,u,ua,uai,uan,uang,ui,un,uo
l:a,ai,an,ang,ao,e,ei,en,eng,i,ia,ian,iang,iao,ie,in,ing,iu,o,ong,ou,u,uan,un,uo,v,ve
m:a,ai,an,ang,ao,e,ei,en,eng,i,ian,iao,ie,in,ing,iu,o,ou,u
n:a,ai,an,ang,ao,e,ei,en,eng,i,ian,iang,iao,ie,in,ing,iu,ong,ou,u,uan,uo,v,ve
o:,u
p:a,ai,an,ang,ao,ei,en,eng,i,ian,iao,ie,in,ing,o,ou,u
q:i,ia,ian,iang,iao,ie,in,ing,iong,iu,u,uan,ue,un
r:an,ang,ao,e,en,eng,i,ong,ou,u,uan,ui,un,uo
s:a,ai,an,ang,ao,e,en,eng,ha,hai,han,hang,hao,he,hei,hen,heng,hi,hou,hu,hua,huai,huan,huang,hui,hun,huo,i,ong,ou,u,uan,ui,un,uo
t:a,ai,an,ang,ao,e,ei,eng,i,ian,iao,ie,ing,ong,ou,u,uan,ui,un,uo
w:a,ai,an,ang,ei,en,eng,o,u
x:i,ia,ian,iang,iao,ie,in,ing,iong,iu,u,uan,ue,un
y:a,an,ang,ao,e,i,in,ing,o,ong,ou,u,uan,ue,un
z:a,ai,an,ang,ao,e,ei,en,eng,ha,hai,han,hang,hao,he,hei,hen,heng,hi,hong,hou,hu,hua,huai,huan,huang,hui,hun,huo,i,ong,ou,u,uan,ui,un,uo`

const SYLLABLES = new Set(TABLE.trim().split("\n").flatMap(line => {
  const [initial, rests] = line.split(":") as [string, string]
  return rests.split(",").map(rest => initial + rest)
}))
const LONGEST = 6

/** Cuts letters into the fewest syllables: all ways to do so, at most `limit`. */
export function syllables(letters: string, limit = 4): string[][] {
  const ways: string[][][] = [[[]]]
  for (let end = 1; end <= letters.length; end++) {
    let best: string[][] = []
    for (let start = Math.max(0, end - LONGEST); start < end; start++) {
      const last = letters.slice(start, end)
      const before = ways[start]!
      if (!before.length || !SYLLABLES.has(last)) continue
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
  for (let end = letters.length; end > 0 && end > letters.length - LONGEST; end--) {
    const ways = syllables(letters.slice(0, end))
    if (ways.length) return ways
  }
  return []
}

/** Terms of pairs of syllables, as in qingyuan/search/pinyin.py. */
export function syllableTerms(way: readonly string[]): string[] {
  return way.slice(1).map((syllable, i) => `~${way[i]} ${syllable}`)
}

/** Terms of pairs of initials. */
export function initialTerms(letters: string): string[] {
  return [...letters].slice(1).map((letter, i) => `=${letters[i]}${letter}`)
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
