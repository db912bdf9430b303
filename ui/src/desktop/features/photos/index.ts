/** 照片管理: who has none, what was refused, which pictures two candidates share. */
import { call } from '@/api/call'
import { useCounts } from '@/shared/counts'
import type { Feature } from '@/shared/feature'
import { IconPortrait } from '@/shared/icons'

export const feature: Feature = {
  name: 'photos',
  routes: [{ path: '/photos', component: () => import('./Photos.vue'), meta: { title: '照片管理', permission: 'view' } }],
  menu: [{ path: '/photos', title: '照片管理', icon: IconPortrait, group: 1, order: 4, permission: 'view' }],
  // The number beside the entry is a convenience; without it the page says what is wrong.
  start: () => {
    const counts = useCounts()
    call('photo.overview').then((overview) => counts.set('/photos', overview.missing), () => undefined)
  },
}
