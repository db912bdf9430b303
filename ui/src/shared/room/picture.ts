/** What a room picture shows, and where its desks come to stand. Numbers come from the program. */

/** A desk of the picture. */
export interface PictureSeat {
  /** Tells it from the others: a seat number or `2-3`. */
  key: string
  /** Column from the left of somebody who faces the lectern, from 1. */
  x: number
  /** Row from the lectern, from 1. */
  y: number
  /** Seat number; none for a blocked desk. */
  number?: number | null
  /** Who sits there, or what stands in place of a name (`备用`, `停用`). */
  label?: string
  /** Second line: class, state. */
  note?: string
  /** Short word in the corner: `前排`, `+30%`. */
  mark?: string
  /** What it is; decides the ground. `free` is a regular desk without anybody. */
  kind?: 'taken' | 'free' | 'reserve' | 'blocked'
  /** Colour of a group, 1 to 8; never the only sign of it. */
  group?: number | null
  locked?: boolean
  /** Further classes: `changed`, `target`, `absent`, `late`, `violation`, `found`. */
  state?: string | string[]
  /** Whole words for a tooltip and for those who cannot see the picture; made of the rest when missing. */
  title?: string
  /** Cannot be picked up. */
  fixed?: boolean
}

/** A corner of the room, seen facing the lectern. */
export type PictureCorner = 'front_left' | 'front_right' | 'back_left' | 'back_right'

/** Sizes of a picture in pixels. */
export interface PictureSizes {
  seatWidth: number
  seatHeight: number
  columnGap: number
  rowGap: number
  /** Added to the gap where an aisle is. */
  aisle: number
}

/** Smallest and largest desk. */
const LEAST = { width: 72, height: 32 }
const MOST = { width: 176, height: 76 }

/** Desk and gaps so that the room fits its stage, as far as the words stay readable. */
export function sizesFor(
  stage: { width: number; height: number },
  columns: number,
  rows: number,
  aisles: number,
  least = LEAST,
): PictureSizes {
  // Names need the room more than the gaps do.
  const tight = stage.width < columns * 108 + aisles * 32
  const columnGap = columns > 10 || tight ? 8 : columns > 6 ? 12 : 20
  const rowGap = rows > 10 ? 6 : 8
  const aisle = columns > 10 || tight ? 20 : 32
  const forColumns = stage.width - (columns - 1) * columnGap - aisles * aisle
  const forRows = stage.height - (rows - 1) * rowGap
  const clamp = (value: number, low: number, high: number) => Math.floor(Math.max(low, Math.min(high, value)))
  return {
    seatWidth: clamp(forColumns / Math.max(1, columns), least.width, MOST.width),
    seatHeight: clamp(forRows / Math.max(1, rows), least.height, MOST.height),
    columnGap,
    rowGap,
    aisle,
  }
}

/** Left edge of each column, and the width of them all. `mirrored`: column 1 is drawn on the right. */
export function columnPlaces(count: number, aisles: number[], sizes: PictureSizes, mirrored: boolean) {
  const left: number[] = []
  let at = 0
  for (let place = 1; place <= count; place += 1) {
    const column = mirrored ? count + 1 - place : place
    left[column] = at
    at += sizes.seatWidth
    const next = mirrored ? column - 1 : column
    if (place < count) at += sizes.columnGap + (aisles.includes(next) ? sizes.aisle : 0)
  }
  return { left, width: at }
}

/** The desk that an arrow leads to: the nearest in that direction, the same line first. */
export function neighbourOf(seats: PictureSeat[], from: PictureSeat, dx: number, dy: number): PictureSeat | null {
  const ahead = seats.filter((seat) => (dx !== 0 ? (seat.x - from.x) * dx > 0 : (seat.y - from.y) * dy > 0))
  const cost = (seat: PictureSeat) =>
    dx !== 0
      ? Math.abs(seat.x - from.x) + 4 * Math.abs(seat.y - from.y)
      : Math.abs(seat.y - from.y) + 100 * Math.abs(seat.x - from.x)
  const inLine = dy !== 0 ? ahead.filter((seat) => seat.x === from.x) : ahead
  return inLine.reduce<PictureSeat | null>((best, seat) => (best && cost(best) <= cost(seat) ? best : seat), null)
}

/** The words of a desk. */
export function titleOf(seat: PictureSeat): string {
  if (seat.title) return seat.title
  const place = seat.number ? `${seat.number} 号` : `第 ${seat.x} 列第 ${seat.y} 排`
  const parts = [seat.label, seat.note, seat.mark, seat.locked ? '已锁定' : '']
  return [place, ...parts.filter((part) => part)].join('，')
}
