/** Long work with a progress dialog, counts and 取消. */
import { computed, markRaw, ref, shallowRef } from 'vue'
import { AppError, type CallOptions, type Progress } from '@/api/call'

/** Work that reports and can be stopped: hand the options on to `call`. */
export type Work<T> = (options: Required<CallOptions>) => Promise<T>

/** Long work that is under way, as a screen or the dialog shows it. */
export interface RunningTask {
  title: string
  progress: Progress
  started: number
  cancelling: boolean
  cancellable: boolean
  cancel: () => void
}

const running = ref<RunningTask[]>([])

/** What the dialog shows: the latest task. */
export const shownTask = computed(() => running.value.at(-1) ?? null)

/**
 * Runs long work behind the progress dialog and gives its result. Rejects with an `AppError`; its code is
 * `cancelled` when the user stopped it, which `showError` keeps quiet about.
 */
export async function runTask<T>(title: string, work: Work<T>, options: { cancellable?: boolean } = {}): Promise<T> {
  const stop = markRaw(new AbortController())
  const task = ref<RunningTask>({
    title,
    progress: { step: '', done: 0, total: 0 },
    started: Date.now(),
    cancelling: false,
    cancellable: options.cancellable ?? true,
    cancel: () => {
      task.value.cancelling = true
      stop.abort()
    },
  })
  running.value.push(task.value)
  try {
    return await work({ signal: stop.signal, onProgress: (progress) => (task.value.progress = progress) })
  } finally {
    running.value = running.value.filter((other) => other !== task.value)
  }
}

/** The same inside a screen, without the dialog: for a bar in place. */
export function useTask<T>() {
  const progress = shallowRef<Progress | null>(null)
  const failure = shallowRef<AppError | null>(null)
  const result = shallowRef<T | null>(null)
  const isRunning = ref(false)
  let stop: AbortController | null = null

  async function run(work: Work<T>): Promise<T | null> {
    stop?.abort()
    const mine = new AbortController()
    stop = mine
    isRunning.value = true
    failure.value = null
    progress.value = null
    try {
      const done = await work({
        signal: mine.signal,
        onProgress: (now) => {
          if (stop === mine) progress.value = now
        },
      })
      if (stop === mine) result.value = done
      return done
    } catch (thrown) {
      if (stop === mine) failure.value = AppError.from(thrown)
      return null
    } finally {
      if (stop === mine) isRunning.value = false
    }
  }

  return { progress, failure, result, isRunning, run, cancel: () => stop?.abort() }
}
