/** Faults of the program itself: each gets a number, so that it can be spoken of without a stack trace. */

/** A fault with its number. */
export interface Incident {
  number: string
  /** For whoever mends it: number, time, place in the program. Never shown. */
  report: string
}

const known = new WeakMap<object, Incident>()

/** The incident of a thrown value; the same value keeps its number. */
export function incidentOf(thrown: unknown): Incident {
  const key = typeof thrown === 'object' && thrown !== null ? thrown : null
  const before = key && known.get(key)
  if (before) return before
  const now = new Date()
  const number = `UI-${now.toISOString().slice(2, 10).replaceAll('-', '')}-${randomLetters()}`
  const trace = thrown instanceof Error ? `${thrown.name}\n${placesOf(thrown)}` : typeof thrown
  const incident = { number, report: `${number}\n${now.toISOString()}\n${trace}` }
  if (key) known.set(key, incident)
  console.error(incident.number, thrown)
  return incident
}

/** The stack without the message, which might quote what somebody typed. */
function placesOf(error: Error): string {
  return (error.stack ?? '').split('\n').filter((line) => /^\s*at |@/.test(line)).slice(0, 12).join('\n')
}

function randomLetters(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  return [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => letters[byte % letters.length]).join('')
}
