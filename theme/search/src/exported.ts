/** What worker.ts and the tests use of the engine, under one global name. */
import { Engine } from "./engine"
import { fold, folding, keyed } from "./fold"
import { matchReadings, syllables } from "./pinyin"
import { parse, runs } from "./query"
import { Service } from "./service"

export const exported = { Engine, Service, fold, folding, keyed, runs, parse, syllables, matchReadings }
export type Exported = typeof exported

;(globalThis as { qingyuanSearch?: Exported }).qingyuanSearch = exported
