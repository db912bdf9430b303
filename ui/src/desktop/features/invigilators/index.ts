/** 监考人员 (R-201…R-208) and 监考编排. */
import type { Feature } from '@/shared/feature'
import { IconBadge, IconGrid } from '@/shared/icons'

export const feature: Feature = {
  name: 'invigilators',
  routes: [
    { path: '/invigilators', component: () => import('./Invigilators.vue'), meta: { title: '监考人员' } },
    { path: '/rota', component: () => import('./Rota.vue'), meta: { title: '监考编排' } },
  ],
  parents: [{ title: '排考管理', icon: IconGrid, group: 2, order: 0 }],
  menu: [
    { path: '/invigilators', title: '监考人员', icon: IconBadge, group: 3, order: 90 },
    { path: '/rota', title: '监考编排', group: 2, order: 3, parent: '排考管理' },
  ],
}
