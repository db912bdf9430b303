/** Distance of the crosses of the test page from the edges of the paper, mm. */
export const INSET = 20

/** The offset after measuring: `measured` mm from the edge on a page that was printed with `offset`. */
export function offsetFrom(measured: number | undefined, offset: number): number {
  if (measured === undefined || !Number.isFinite(measured)) return offset
  const fresh = Math.round((offset + INSET - measured) * 10) / 10
  return Math.max(-15, Math.min(15, fresh === 0 ? 0 : fresh))
}

/** As a line of text: `右 0.8 mm，上 1.2 mm`. */
export function offsetText(x: number, y: number): string {
  if (x === 0 && y === 0) return '没有偏移'
  const way = (value: number, more: string, less: string) =>
    value === 0 ? '' : `${value < 0 ? less : more} ${Math.abs(value).toFixed(1)} mm`
  return [way(x, '右', '左'), way(y, '下', '上')].filter((part) => part !== '').join('，')
}
