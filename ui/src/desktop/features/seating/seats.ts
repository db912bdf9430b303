/** Desks of a room as the picture draws them, and the words of the quality bar. */
import type { SeatingDesk, SeatingRooms, SeatingRun } from '@/api/generated'
import type { PictureSeat } from '@/shared/room/picture'

/** Key of a desk in the picture. */
export function keyOf(desk: SeatingDesk): string {
  return desk.seat === null ? `x${desk.column}-${desk.row}` : String(desk.seat)
}

/** Short word for the corner of a seat: the first mark, `+30%` for extra time, and how many more there are. */
export function markOf(marks: string[]): string {
  const short = marks.map((mark) => mark.replace(/^延时/, '+').replace('单独考场', '单独'))
  const first = short[0] ?? ''
  return short.length > 1 ? `${first} +${short.length - 1}` : first
}

/** A desk for the picture. */
export function pictureSeat(desk: SeatingDesk, found: string | null = null): PictureSeat {
  const { person } = desk
  const at = { key: keyOf(desk), x: desk.column, y: desk.row, number: desk.seat }
  if (!person) {
    const words = { blocked: '停用', reserve: '备用', regular: '空位' }[desk.kind] ?? ''
    const kind = desk.kind === 'blocked' ? 'blocked' : desk.kind === 'reserve' ? 'reserve' : 'free'
    return { ...at, label: words, kind, fixed: true }
  }
  const state: string[] = []
  if (person.changed) state.push('changed')
  if (found !== null && person.registration_id === found) state.push('found')
  const parts = [
    `${desk.seat ?? ''} 号 ${person.name}`,
    person.group,
    ...person.marks,
    person.locked ? '已锁定' : '',
    person.changed ? '变更未重印' : '',
    person.same_group.length > 0 ? `与 ${person.same_group.join('、')} 号同组相邻` : '',
  ]
  return {
    ...at,
    label: person.name,
    note: person.group || '未填写',
    mark: markOf(person.marks),
    kind: 'taken',
    group: person.colour,
    locked: person.locked,
    state,
    title: parts.filter(Boolean).join('，'),
    fixed: person.locked,
  }
}

/** What the result bar says. 已达最优 is a claim: it stands only where the pairs equal the proven bound. */
export function qualityText(run: Pick<SeatingRun, 'pairs' | 'bound' | 'group_label'>): { best: boolean; text: string } {
  const best = run.pairs === run.bound
  const counts = `${run.group_label}相邻 ${run.pairs} 对（下限 ${run.bound}）`
  return { best, text: best ? `已达最优：${counts}` : `${counts}，未证明最优` }
}

/** `13 间，360 / 364`. */
export function roomsText(rooms: SeatingRooms): string {
  return `${rooms.used} 间，${rooms.seated} / ${rooms.capacity}`
}
