/** 考生管理: the roster of the school. */
import type { Feature } from '@/shared/feature'
import { IconPerson } from '@/shared/icons'

export const feature: Feature = {
  name: 'candidates',
  routes: [{ path: '/candidates', component: () => import('./Candidates.vue'), meta: { title: '考生管理', permission: 'view' } }],
  menu: [{ path: '/candidates', title: '考生管理', icon: IconPerson, group: 1, order: 3, permission: 'view' }],
}
