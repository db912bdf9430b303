/** 用户管理 (R-258…R-268). */
import type { Feature } from '@/shared/feature'
import { IconPeople } from '@/shared/icons'

export const feature: Feature = {
  name: 'accounts',
  routes: [
    {
      path: '/accounts',
      component: () => import('./Accounts.vue'),
      meta: { title: '用户管理', permission: 'accounts' },
    },
  ],
  menu: [
    { path: '/accounts', title: '用户管理', icon: IconPeople, module: '系统', group: 0, order: 0, permission: 'accounts' },
  ],
}
