/** 导入: one wizard for every kind of list, and the record of what was imported. */
import type { Feature } from '@/shared/feature'
import { IconHistory } from '@/shared/icons'

export const feature: Feature = {
  name: 'import',
  routes: [
    { path: '/import', component: () => import('./Import.vue'), meta: { title: '导入名单', menu: '/import/records' } },
    { path: '/import/records', component: () => import('./Records.vue'), meta: { title: '导入记录' } },
  ],
  menu: [{ path: '/import/records', title: '导入记录', icon: IconHistory, group: 1, order: 90 }],
}
