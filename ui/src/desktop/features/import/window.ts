/** Which rows and columns of a large table are in sight. Plain arithmetic, so that it can be tested. */

/** Height of a row in pixels. */
export const ROW = 32
/** Rows drawn above and below what is in sight. */
const SPARE = 6

/** The rows in sight: from `first` up to, without, `end`. */
export function rowsInSight(top: number, height: number, total: number): { first: number; end: number } {
  const first = Math.max(0, Math.floor(top / ROW) - SPARE)
  const end = Math.min(total, Math.ceil((top + height) / ROW) + SPARE)
  return { first: Math.min(first, Math.max(0, end)), end }
}

/** The left edge of each column, and the right edge of the last. */
export function edgesOf(widths: number[]): number[] {
  const edges = [0]
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width)
  return edges
}

/** The columns in sight: from `first` up to, without, `end`. */
export function columnsInSight(left: number, width: number, edges: number[]): { first: number; end: number } {
  const count = edges.length - 1
  let first = 0
  while (first < count && (edges[first + 1] ?? 0) < left - 80) first += 1
  let end = first
  while (end < count && (edges[end] ?? 0) < left + width + 80) end += 1
  return { first, end }
}

/** Where to scroll so that `[from, to]` is in sight of `[at, at + size]`. */
export function scrolledTo(from: number, to: number, at: number, size: number): number {
  if (from < at) return Math.max(0, from)
  if (to > at + size) return Math.max(0, to - size)
  return at
}

/** A width that fits a heading and some samples, without asking the screen. */
export function widthFor(texts: string[]): number {
  const longest = Math.max(0, ...texts.map(extent))
  return Math.round(Math.min(236, Math.max(64, longest + 20)))
}

function extent(text: string): number {
  let width = 0
  for (const char of text) width += char.charCodeAt(0) > 0x2e80 ? 13 : 7.4
  return width
}
