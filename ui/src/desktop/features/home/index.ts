/** 工作台: what is missing, and the way to it. */
import type { Feature } from '@/shared/feature'
import { IconHome } from '@/shared/icons'

export const feature: Feature = {
  name: 'home',
  routes: [{ path: '/home', component: () => import('./Home.vue'), meta: { title: '工作台', closable: false } }],
  menu: [{ path: '/home', title: '工作台', icon: IconHome, group: 0, order: 0 }],
}
