/** 用户手册, inside the window: it is there without a network. */
import type { Feature } from '@/shared/feature'
import { IconBook } from '@/shared/icons'

export const feature: Feature = {
  name: 'manual',
  routes: [{ path: '/manual', component: () => import('./Manual.vue'), meta: { title: '用户手册', module: '系统' } }],
  menu: [{ path: '/manual', title: '用户手册', icon: IconBook, module: '系统', group: 'bottom', order: -1 }],
  account: [{ title: '用户手册', icon: IconBook, order: 90, run: '/manual' }],
}
