// Bundles the search worker into src/qingyuan/search/browser/, from where a build of the site copies it.
// `node build.mjs --check` writes nothing and fails if the committed files are stale.
import { createHash } from "node:crypto"
import { readFile, writeFile } from "node:fs/promises"
import { deflateRawSync } from "node:zlib"
import { build } from "esbuild"

const here = new URL(".", import.meta.url)
const out = new URL("../../src/qingyuan/search/browser/", here)
const check = process.argv.includes("--check")

/** Packs fold.tsv: sources as distances, targets as distances in the order of sources. */
function packFolding(table) {
  const pairs = table.trimEnd().split("\n").flatMap(line => {
    const [target, sources] = line.split("\t")
    return [...sources].map(source => [source.codePointAt(0), target.codePointAt(0)])
  }).sort((a, b) => a[0] - b[0])
  const bytes = []
  const put = value => {
    for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128)
    bytes.push(value)
  }
  for (const column of [0, 1]) {
    let previous = 0
    for (const pair of pairs) {
      const distance = pair[column] - previous
      put(distance < 0 ? -distance * 2 - 1 : distance * 2)
      previous = pair[column]
    }
  }
  return deflateRawSync(Uint8Array.from(bytes), { level: 9 }).toString("base64")
}

async function bundle(name, define) {
  const result = await build({
    absWorkingDir: here.pathname,
    entryPoints: [`src/${name}.ts`],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
    define,
  })
  return result.outputFiles[0].text
}

const table = await readFile(new URL("../../src/qingyuan/search/fold.tsv", here), "utf8")
const engine = await bundle("exported", { FOLDING: JSON.stringify(packFolding(table)) })
const digest = createHash("sha256").update(engine).digest("hex").slice(0, 8)
const files = {
  "engine.js": engine,
  "worker.js": await bundle("worker", { ENGINE: JSON.stringify(`engine.js?${digest}`) }),
  "box.js": await bundle("box", {}),
}

let stale = false
for (const [name, text] of Object.entries(files)) {
  const path = new URL(name, out)
  const old = await readFile(path, "utf8").catch(() => "")
  if (old === text) continue
  stale = true
  if (check) console.error(`${name} is stale: run npm run build in theme/search`)
  else await writeFile(path, text)
}
for (const [name, text] of Object.entries(files)) console.log(`${name}: ${Buffer.byteLength(text)} bytes`)
process.exitCode = check && stale ? 1 : 0
