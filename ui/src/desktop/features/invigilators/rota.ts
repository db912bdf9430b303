/** The rota as a grid: rooms down, sessions across. */
import type { RotaDuty, RotaPlace, RotaSession, RotaView } from '@/api/generated'
import type { Tone } from '@/shared/tone'

/** A cell: a place that is in use, or nothing. */
export type Cell = RotaPlace | null

/** A row: a room, or 巡考, with a cell for each session. */
export interface GridRow {
  id: string
  name: string
  cells: Cell[]
}

/** The rows of the grid. 巡考 is left out while nobody asks for it and nobody does it. */
export function gridOf(view: RotaView): GridRow[] {
  const places = new Map(view.places.map((place) => [`${place.session_id}/${place.room_id}`, place]))
  const rows = view.rooms.map(({ id, name }) => ({
    id,
    name,
    cells: view.sessions.map((session) => places.get(`${session.id}/${id}`) ?? null),
  }))
  return rows
}

/** How a place stands: red when something is wrong there, amber when people are missing. */
export function toneOf(place: RotaPlace): Tone {
  if (place.people.some((person) => person.problem !== '')) return 'bad'
  if (place.missing > 0) return 'warn'
  return place.needed > 0 ? 'ok' : 'mute'
}

/** What a screen reader says of a cell. */
export function labelOf(place: RotaPlace, room: string, session: RotaSession): string {
  const names = place.people.map((person) => person.name + (person.locked ? '（已锁定）' : '')).join('、')
  const missing = place.missing > 0 ? `，缺 ${place.missing} 人` : ''
  return `${session.label} ${room}${place.role === room ? '' : place.role}：${names || (place.needed === 0 ? '不安排' : '无人')}${missing}`
}

/** Somebody on duty elsewhere in the plan, to change places with. */
export interface SwapChoice {
  key: string
  session_id: string
  invigilator_id: string
  label: string
}

/** With whom somebody may be asked to change places: everybody else's duties in sessions that have not begun. */
export function swapChoices(view: RotaView, from: { session_id: string; duty: RotaDuty }): SwapChoice[] {
  const rooms = new Map(view.rooms.map((room) => [room.id, room.name]))
  const open = view.sessions.filter((session) => !session.past)
  return open.flatMap((session) =>
    view.places
      .filter((place) => place.session_id === session.id)
      .flatMap((place) =>
        place.people
          .filter((person) => person.invigilator_id !== from.duty.invigilator_id)
          .map((person) => ({
            key: `${session.id}/${person.invigilator_id}`,
            session_id: session.id,
            invigilator_id: person.invigilator_id,
            label: `${person.name}，${session.label} ${rooms.get(place.room_id) ?? ''}`,
          })),
      ),
  )
}

/** The days of the sessions with how many sessions stand under each: the upper line of the head. */
export function daysOf(sessions: RotaSession[]): { day: string; count: number }[] {
  const days: { day: string; count: number }[] = []
  for (const session of sessions) {
    const day = session.label.slice(0, 10)
    const last = days.at(-1)
    if (last?.day === day) last.count += 1
    else days.push({ day, count: 1 })
  }
  return days
}

/** `09:00-10:30` of a session. */
export function hoursOf(session: RotaSession): string {
  return session.label.slice(11)
}

/** Whether everybody on the rota who can be locked is. */
export function allLocked(view: RotaView): boolean {
  const people = view.places.flatMap((place) => place.people)
  return people.length > 0 && people.every((person) => person.locked)
}
