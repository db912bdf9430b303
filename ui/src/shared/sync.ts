/** What the title bar says about the connection to the platform. A feature that syncs sets it. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

/** Where syncing stands. */
export type SyncState =
  | { kind: 'local' }
  | { kind: 'synced'; last: string }
  | { kind: 'syncing'; done: number; total: number }
  | { kind: 'offline'; waiting: number; last: string }
  | { kind: 'conflict'; count: number; path: string }

/** The sync state and its words. */
export const useSync = defineStore('sync', () => {
  const state = ref<SyncState>({ kind: 'local' })

  const label = computed(() => {
    const now = state.value
    switch (now.kind) {
      case 'local':
        return '本机保存'
      case 'synced':
        return '已同步'
      case 'syncing':
        return `同步中 ${now.done}/${now.total}`
      case 'offline':
        return now.waiting > 0 ? `离线，${now.waiting} 项待同步` : '离线'
      case 'conflict':
        return `${now.count} 处冲突`
    }
  })

  const explanation = computed(() => {
    const now = state.value
    switch (now.kind) {
      case 'local':
        return '所有数据加密保存在这台电脑，不需要网络。请定期备份。'
      case 'synced':
        return `这台电脑与平台一致，上次同步 ${now.last}。`
      case 'syncing':
        return '正在与平台核对，可以继续工作。'
      case 'offline':
        return `现在没有网络，改动保存在本机，联网后自动提交。上次同步 ${now.last}。`
      case 'conflict':
        return '两台电脑改了同一处，请选定以哪一处为准。'
    }
  })

  return { state, label, explanation }
})
