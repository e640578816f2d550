/** Reading of the binary files that qingyuan/search writes. */

import { LEVEL_BITS } from "./contract"

/** Opens what was deflated without header. */
export async function inflate(stream: ReadableStream<BufferSource>): Promise<Uint8Array> {
  const opened = stream.pipeThrough(new DecompressionStream("deflate-raw"))
  return new Uint8Array(await new Response(opened).arrayBuffer())
}

export interface Reader {
  (): number
  at: number
}

/** Reads numbers of seven bits a byte, lowest first. */
export function reader(bytes: Uint8Array, start = 0): Reader {
  const next = (() => {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = bytes[next.at++]!
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }) as Reader
  next.at = start
  return next
}

/** The postings of a term, still packed: pages in rising order, each with the level at which it has the term. */
export type Postings = Uint8Array

export function decode(postings: Postings, take: (page: number, level: number) => void): void {
  const next = reader(postings)
  let page = -1
  while (next.at < postings.length) {
    const value = next()
    page += Math.floor(value / (1 << LEVEL_BITS))
    take(page, value & ((1 << LEVEL_BITS) - 1))
  }
}

/** CRC-32 as zlib has it: names the shard of a term. */
export function crc32(bytes: Uint8Array): number {
  let sum = ~0
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return ~sum >>> 0
}
