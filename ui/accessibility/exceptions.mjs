/** What axe finds and nobody can mend: `{ screen, rule, target, reason }`; each part of `target` is looked for in the selector. */
export const exceptions = []
