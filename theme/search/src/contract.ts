// Written by `python -m tools.tables.search_contract` from qingyuan/search/format.py and readings.tsv.

export const UNSPACED = "\u{3005}\u{3007}\u{3041}-\u{30ff}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{ac00}-\u{d7a3}\u{20000}-\u{323af}"
export const LETTERS = "a-z\u{df}-\u{24f}\u{370}-\u{52f}"
export const HAN = "\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}"
export const INVISIBLE = "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}"
export const PREFIX = "*"
export const PREFIX_LENGTH = 3
export const SYLLABLES = "~"
export const INITIALS = "="
export const FOLLOWING = ">"
export const PRECEDING = "<"
export const LEVEL_BITS = 3
export const HEADING = 3
export const TITLE_LONG = 5
export const SINGLE_CHARACTER_POSTINGS = 1500
export const SHARDS = "t"
export const RECORDS = "r"
export const JOINT = 6
export const NEAR = 2
export const COVERAGE_POWER = 3
/** By level: BODY_ONCE, BODY_TWICE, BODY_OFTEN, HEADING, ALIAS, TITLE_LONG, TITLE_MEDIUM, TITLE_SHORT. */
export const WEIGHTS = [1, 1.3, 1.6, 4, 8, 8, 9.5, 11]
/** A page as it is stored. */
export type Stored = [url: string, title: string, topic: string, date: string, aside: 0 | 1, aliases: string[], readings: string, sections: [anchor: string, heading: string, text: string][]]
/** The path of a shard or a page. */
export function numbered(folder: string, number: number): string {
  return `${folder}/${Math.floor(number / 1000)}/${number % 1000}.bin`
}
/** Letters of the longest syllable. */
export const LONGEST_SYLLABLE = 6
/** All syllables by their first letter, as input methods take them (ü is v). */
export const PINYIN = `
a:,i,n,ng,o
b:a,ai,an,ang,ao,ei,en,eng,i,ian,iao,ie,in,ing,o,u
c:a,ai,an,ang,ao,e,en,eng,ha,hai,han,hang,hao,he,hen,heng,hi,hong,hou,hu,hua,huai,huan,huang,hui,hun,huo,i,ong,ou,u,uan,ui,un,uo
d:a,ai,an,ang,ao,e,en,eng,i,ia,ian,iao,ie,ing,iu,ong,ou,u,uan,ui,un,uo
e:,i,n,ng,r
f:a,an,ang,ei,en,eng,iao,o,ou,u
g:a,ai,an,ang,ao,e,ei,en,eng,ong,ou,u,ua,uai,uan,uang,ui,un,uo
h:a,ai,an,ang,ao,e,ei,en,eng,ong,ou,u,ua,uai,uan,uang,ui,un,uo
j:i,ia,ian,iang,iao,ie,in,ing,iong,iu,u,uan,ue,un
k:a,ai,an,ang,ao,e,en,eng,ong,ou,u,ua,uai,uan,uang,ui,un,uo
l:a,ai,an,ang,ao,e,ei,eng,i,ia,ian,iang,iao,ie,in,ing,iu,o,ong,ou,u,uan,un,uo,v,ve
m:a,ai,an,ang,ao,e,ei,en,eng,i,ian,iao,ie,in,ing,iu,o,ou,u
n:a,ai,an,ang,ao,e,ei,en,eng,i,ian,iang,iao,ie,in,ing,iu,ong,ou,u,uan,un,uo,v,ve
o:,u
p:a,ai,an,ang,ao,ei,en,eng,i,ian,iao,ie,in,ing,o,ou,u
q:i,ia,ian,iang,iao,ie,in,ing,iong,iu,u,uan,ue,un
r:an,ang,ao,e,en,eng,i,ong,ou,u,ua,uan,ui,un,uo
s:a,ai,an,ang,ao,e,en,eng,ha,hai,han,hang,hao,he,hei,hen,heng,hi,hou,hu,hua,huai,huan,huang,hui,hun,huo,i,ong,ou,u,uan,ui,un,uo
t:a,ai,an,ang,ao,e,eng,i,ian,iao,ie,ing,ong,ou,u,uan,ui,un,uo
w:a,ai,an,ang,ei,en,eng,o,u
x:i,ia,ian,iang,iao,ie,in,ing,iong,iu,u,uan,ue,un
y:a,an,ang,ao,e,i,in,ing,o,ong,ou,u,uan,ue,un
z:a,ai,an,ang,ao,e,ei,en,eng,ha,hai,han,hang,hao,he,hen,heng,hi,hong,hou,hu,hua,huai,huan,huang,hui,hun,huo,i,ong,ou,u,uan,ui,un,uo`
