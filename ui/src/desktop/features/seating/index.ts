/** 排考管理: 考场编排 (the rooms as pictures) and 排考明细 (the list). */
import type { Feature } from '@/shared/feature'
import { IconGrid } from '@/shared/icons'

export const feature: Feature = {
  name: 'seating',
  routes: [
    { path: '/seating', component: () => import('./Seating.vue'), meta: { title: '考场编排' } },
    { path: '/seating/details', component: () => import('./Details.vue'), meta: { title: '排考明细' } },
  ],
  parents: [{ title: '排考管理', icon: IconGrid, group: 2, order: 0 }],
  menu: [
    { path: '/seating', title: '考场编排', group: 2, order: 1, parent: '排考管理' },
    { path: '/seating/details', title: '排考明细', group: 2, order: 2, parent: '排考管理' },
  ],
}
