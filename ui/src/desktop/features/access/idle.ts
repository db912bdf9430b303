/** Tells the program whether somebody is at the window, so that it locks itself when nobody is. */
import { call } from '@/api/call'
import { useSession } from '@/shared/session'

const EVERY_SECONDS = 20
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

let watching = false
let active = true

/** Begins to watch; once is enough. */
export function watchIdle(): void {
  if (watching) return
  watching = true
  for (const sign of SIGNS) window.addEventListener(sign, () => (active = true), { passive: true, capture: true })
  window.setInterval(() => void tell(), EVERY_SECONDS * 1000)
}

/** One report; the lock screen comes when the program says so. */
export async function tell(): Promise<void> {
  const session = useSession()
  if (session.stage !== 'ready') return
  const was = active
  active = false
  try {
    const answer = await call('session.touch', { active: was })
    if (answer.stage !== 'ready') await session.refresh()
  } catch {
    // The next call of the page says what is wrong.
  }
}
