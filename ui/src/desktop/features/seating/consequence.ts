/** What a move would do, asked for while a seat is dragged: one question at a time, the latest wins. */
import { ref, shallowRef } from 'vue'
import { call } from '@/api/call'
import type { SeatingConsequence, SeatingMoveRequest } from '@/api/generated'
import { failureOf } from '@/shared/showError'

/** A question and its answer for the tip beside the pointer. */
export function useConsequence() {
  const answer = shallowRef<SeatingConsequence | null>(null)
  const failure = ref('')
  const asking = ref(false)
  const known = new Map<string, SeatingConsequence>()
  let wanted: SeatingMoveRequest | null = null
  let busy = false

  function keyOf(request: SeatingMoveRequest): string {
    return [request.registration_id, request.session_id, request.room_id, request.seat].join('/')
  }

  /** Asks what `request` would do; null when the pointer is over no seat. */
  async function ask(request: SeatingMoveRequest | null): Promise<void> {
    wanted = request
    failure.value = ''
    answer.value = request ? (known.get(keyOf(request)) ?? null) : null
    asking.value = request !== null && answer.value === null
    if (busy) return
    busy = true
    try {
      while (wanted !== null && !known.has(keyOf(wanted))) {
        const current: SeatingMoveRequest = wanted
        known.set(keyOf(current), await call('seating.preview_move', current))
      }
    } catch (thrown) {
      failure.value = failureOf(thrown).message
    } finally {
      busy = false
    }
    if (wanted !== null) answer.value = known.get(keyOf(wanted)) ?? null
    asking.value = false
  }

  /** Forgets everything: a seat has changed. */
  function forget(): void {
    known.clear()
    wanted = null
    answer.value = null
    asking.value = false
    failure.value = ''
  }

  return { answer, failure, asking, ask, forget }
}
