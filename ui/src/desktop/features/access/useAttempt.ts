/** One try at the door: what failed stands on the sheet, not in a box over it. */
import { ref } from 'vue'
import { AppError } from '@/api/call'

/** `run` tries, `fault` says what failed, `busy` is true meanwhile. */
export function useAttempt() {
  const fault = ref('')
  const busy = ref(false)

  async function run(work: () => Promise<unknown>): Promise<boolean> {
    fault.value = ''
    busy.value = true
    try {
      await work()
      return true
    } catch (thrown) {
      const error = AppError.from(thrown)
      if (!error.isCancelled) fault.value = [error.message, error.hint].filter(Boolean).join('。')
      return false
    } finally {
      busy.value = false
    }
  }

  return { fault, busy, run }
}
