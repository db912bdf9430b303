/** What the scan box and the keys of the room picture decide, without the screen. */
import type { AttendanceDesk, AttendanceMarkState, AttendanceScanKind } from '@/api/generated'
import type { PictureSeat } from '@/shared/room/picture'
import type { Tone } from '@/shared/tone'

/** The order in which a desk steps through the states. */
const CYCLE: AttendanceMarkState[] = ['present', 'absent', 'late']

/** The state after one more step; an unmarked desk begins with 到考. */
export function nextState(state: AttendanceMarkState): AttendanceMarkState {
  return CYCLE[(CYCLE.indexOf(state) + 1) % CYCLE.length] ?? 'present'
}

const KEYS = new Map<string, AttendanceMarkState>([
  ['1', 'present'],
  ['2', 'absent'],
  ['3', 'late'],
  ['0', 'unmarked'],
])

/** The state that a number key means. */
export function stateOfKey(key: string): AttendanceMarkState | null {
  return KEYS.get(key) ?? null
}

/** How loud the answer to a scan is. */
export function toneOf(kind: AttendanceScanKind): Tone {
  switch (kind) {
    case 'marked':
      return 'ok'
    case 'found':
    case 'room':
      return 'accent'
    case 'already':
    case 'corrected':
      return 'warn'
    default:
      return 'bad'
  }
}

/** A desk as the picture draws it. */
export function pictureSeat(desk: AttendanceDesk): PictureSeat {
  const { person } = desk
  const base = { key: desk.key, x: desk.x, y: desk.y, number: desk.number, kind: desk.kind, fixed: true }
  if (!person) return { ...base, label: { taken: '', free: '空', reserve: '备用', blocked: '停用' }[desk.kind] }
  const late = person.late_minutes === null ? '迟到' : `迟到${person.late_minutes}分`
  const note = person.state === 'late' ? late : person.state_label
  const mark = person.violation !== '' ? '违纪' : person.seat_note !== '' ? '换座' : ''
  const state: string[] = person.state === 'unmarked' ? [] : [person.state]
  if (person.violation !== '') state.push('violation')
  return { ...base, label: person.name, note, mark, state }
}

/**
 * Works through scans one after another: a scanner is faster than the program, and none may be lost or
 * overtake another. A scanner that reads a code twice in a row is heard once.
 */
export class ScanQueue {
  private waiting: string[] = []
  private working = false
  private last = { text: '', at: -Infinity }

  constructor(
    private readonly work: (text: string) => Promise<void>,
    private readonly now: () => number = () => performance.now(),
    private readonly sameWithin = 1500,
  ) {}

  /** Takes a text; gives whether it will be worked on. */
  push(text: string): boolean {
    const clean = text.trim()
    if (clean === '') return false
    const at = this.now()
    const again = clean === this.last.text && at - this.last.at < this.sameWithin
    this.last = { text: clean, at }
    // A seat number is typed by hand: twice means twice.
    if (again && clean.length > 4) return false
    this.waiting.push(clean)
    void this.run()
    return true
  }

  /** What waits, the one in work not counted. */
  get length(): number {
    return this.waiting.length
  }

  private async run() {
    if (this.working) return
    this.working = true
    try {
      for (let text = this.waiting.shift(); text !== undefined; text = this.waiting.shift()) await this.work(text)
    } finally {
      this.working = false
    }
  }
}

/**
 * Tells a key that a person pressed on a desk from the first letter of a scanner. A scanner types on within
 * milliseconds: then nothing is marked and its letters go to the scan box.
 */
export class KeyGate {
  private held = ''
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly single: (key: string) => void,
    private readonly burst: (text: string) => void,
    private readonly wait = 90,
  ) {}

  /** Takes a printable key. */
  press(key: string): void {
    this.held += key
    if (this.timer !== null) clearTimeout(this.timer)
    if (this.held.length > 1) {
      const text = this.held
      this.clear()
      this.burst(text)
      return
    }
    this.timer = setTimeout(() => {
      const held = this.held
      this.clear()
      this.single(held)
    }, this.wait)
  }

  /** Forgets what is held. */
  clear(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    this.held = ''
  }
}
