/** How much is fetched for a query. */

/** Pages fetched before the first answer if it is sure, and else. */
export const FIRST = 3
export const UNSURE = 6
/** Pages looked at for a phrase, as long as they have all its pairs: on a large site these may stand apart. */
export const DEEP = 24
/** Shards fetched for a query: more terms say little more, and each is a request. */
export const TERMS = 6
