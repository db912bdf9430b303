/** What 考场编排 shows: plan, session, rooms, the picture of one room, and what is done to it. */
import { computed, ref, shallowRef } from 'vue'
import { call } from '@/api/call'
import type {
  SeatingColourBy,
  SeatingDone,
  SeatingLateChanges,
  SeatingOverview,
  SeatingPicture,
  SeatingRooms,
  SeatingUnseatedList,
} from '@/api/generated'
import { recall, remember } from '@/shared/remember'
import { failureOf, showError } from '@/shared/showError'
import type { AppError } from '@/api/call'

/** Where the page was asked to go. */
export interface Goal {
  plan?: string
  session?: string
  room?: string
}

export type Seating = ReturnType<typeof useSeating>

/** `shown` is told each time a plan, a session or a room has come into view. */
export function useSeating(shown: () => void = () => undefined) {
  const overview = shallowRef<SeatingOverview | null>(null)
  const rooms = shallowRef<SeatingRooms | null>(null)
  const picture = shallowRef<SeatingPicture | null>(null)
  const changes = shallowRef<SeatingLateChanges | null>(null)
  const unseated = shallowRef<SeatingUnseatedList | null>(null)
  const sessionId = ref('')
  const roomId = ref('')
  const colourBy = ref<SeatingColourBy>(recall<SeatingColourBy>('seating.colour', 'class'))
  const failure = shallowRef<AppError | null>(null)
  const busy = ref(false)
  /** The last thing that was done, in one sentence. */
  const said = ref('')

  const planId = computed(() => overview.value?.plan?.id ?? '')
  const subject = computed(
    () => overview.value?.subjects.find((own) => own.sessions.some((session) => session.id === sessionId.value)) ?? null,
  )
  const waiting = computed(() => (overview.value ? overview.value.registered - overview.value.seated : 0))

  async function loadOverview(plan: string | null): Promise<void> {
    overview.value = await call('seating.overview', { plan_id: plan })
  }

  async function loadRooms(): Promise<void> {
    if (!planId.value || !sessionId.value) {
      rooms.value = null
      return
    }
    rooms.value = await call('seating.rooms', { plan_id: planId.value, session_id: sessionId.value })
    if (!rooms.value.rooms.some((room) => room.room_id === roomId.value)) {
      roomId.value = rooms.value.rooms[0]?.room_id ?? ''
    }
  }

  async function loadRoom(): Promise<void> {
    if (!planId.value || !sessionId.value || !roomId.value) {
      picture.value = null
      return
    }
    const asked = roomId.value
    const found = await call('seating.room', {
      plan_id: planId.value,
      session_id: sessionId.value,
      room_id: asked,
      colour_by: colourBy.value,
    })
    if (asked === roomId.value) picture.value = found
  }

  async function loadChanges(): Promise<void> {
    changes.value = planId.value ? await call('seating.changes', { plan_id: planId.value }) : null
  }

  async function loadUnseated(): Promise<void> {
    const none = !planId.value || waiting.value === 0
    unseated.value = none
      ? { total: 0, rows: [] }
      : await call('seating.unseated', { plan_id: planId.value, subject_id: subject.value?.id ?? null })
  }

  /** Runs a load and keeps what failed for the page. */
  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      failure.value = null
    } catch (thrown) {
      failure.value = failureOf(thrown)
      return
    }
    shown()
  }

  function chooseSession(wanted?: string): void {
    const sessions = overview.value?.subjects.flatMap((own) => own.sessions) ?? []
    const found = sessions.find((own) => own.id === wanted) ?? sessions.find((own) => own.seated > 0) ?? sessions[0]
    sessionId.value = found?.id ?? ''
  }

  /** Opens a plan, a session, a room; what is not said is chosen. */
  function open(goal: Goal = {}): Promise<void> {
    return guarded(async () => {
      await loadOverview(goal.plan ?? (planId.value || null))
      chooseSession(goal.session ?? sessionId.value)
      if (goal.room) roomId.value = goal.room
      await loadRooms()
      await Promise.all([loadRoom(), loadChanges()])
      await loadUnseated()
    })
  }

  function openSession(id: string): Promise<void> {
    return guarded(async () => {
      sessionId.value = id
      await loadRooms()
      await loadRoom()
      await loadUnseated()
    })
  }

  function openRoom(id: string): Promise<void> {
    roomId.value = id
    return guarded(loadRoom)
  }

  /** ← → 换考场. */
  function stepRoom(by: number): void {
    const all = rooms.value?.rooms ?? []
    const next = all[all.findIndex((room) => room.room_id === roomId.value) + by]
    if (next) void openRoom(next.room_id)
  }

  function paint(by: SeatingColourBy): Promise<void> {
    colourBy.value = by
    remember('seating.colour', by)
    return guarded(loadRoom)
  }

  /** Carries out a change and reads what it touched. False when it was refused. */
  async function change(work: () => Promise<SeatingDone>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      said.value = (await work()).text
    } catch (thrown) {
      showError(thrown, '座位没有变动')
      return false
    } finally {
      busy.value = false
    }
    await open()
    return true
  }

  const moveTo = (registration: string, seat: number) =>
    change(() =>
      call('seating.move', {
        plan_id: planId.value,
        registration_id: registration,
        session_id: sessionId.value,
        room_id: roomId.value,
        seat,
      }),
    )
  const add = (registration: string) =>
    change(() => call('seating.add', { plan_id: planId.value, registration_id: registration }))
  const remove = (registration: string) =>
    change(() => call('seating.remove', { plan_id: planId.value, registration_id: registration }))
  const lock = (registrations: string[], on: boolean) =>
    change(() =>
      call(on ? 'seating.lock' : 'seating.unlock', { plan_id: planId.value, registration_ids: registrations }),
    )
  const undo = (id: string | null = null) =>
    change(() => call('seating.undo', { plan_id: planId.value, change_id: id }))
  const redo = (id: string | null = null) =>
    change(() => call('seating.redo', { plan_id: planId.value, change_id: id }))

  return {
    overview, rooms, picture, changes, unseated, sessionId, roomId, colourBy, failure, busy, said,
    planId, subject, waiting,
    open, openSession, openRoom, stepRoom, paint, moveTo, add, remove, lock, undo, redo,
  }
}
