/** Who is signed in, at which workspace, and what they may do. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { call, onFailedCall } from '@/api/call'
import type { Permission, SessionStatus, Stage } from '@/api/generated'

/** The session. Screens ask `can`; stage screens call `refresh` once they have changed something. */
export const useSession = defineStore('session', () => {
  const status = ref<SessionStatus | null>(null)

  const stage = computed<Stage | null>(() => status.value?.stage ?? null)
  const user = computed(() => status.value?.user ?? null)
  const workspace = computed(() => status.value?.workspace ?? null)
  /** Now by the workspace's clock, `YYYY-MM-DDTHH:MM:SS`; as of the last refresh. */
  const now = computed(() => status.value?.now ?? '')

  /** Whether the person may do this. The program asks again: this only decides what is offered. */
  function can(permission: Permission | undefined): boolean {
    return permission === undefined || (user.value?.permissions.includes(permission) ?? false)
  }

  /** Asks the program where the window stands. */
  async function refresh(): Promise<void> {
    status.value = await call('session.status')
  }

  onFailedCall((error) => {
    if (error.endsSession && stage.value === 'ready') void refresh().catch(() => undefined)
  })

  return { status, stage, user, workspace, now, can, refresh }
})
