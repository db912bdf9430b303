/** 操作日志. */
import type { Feature } from '@/shared/feature'
import { IconHistory } from '@/shared/icons'

export const feature: Feature = {
  name: 'audit',
  routes: [
    { path: '/audit', component: () => import('./Audit.vue'), meta: { title: '操作日志', permission: 'system' } },
  ],
  menu: [
    { path: '/audit', title: '操作日志', icon: IconHistory, module: '系统', group: 0, order: 1, permission: 'system' },
  ],
}
