/** 考核站点 as the school keeps them (R-121…R-140, the local part). */
import type { Feature } from '@/shared/feature'
import { IconPin } from '@/shared/icons'

export const feature: Feature = {
  name: 'sites',
  routes: [{ path: '/sites', component: () => import('./Sites.vue'), meta: { title: '考核站点' } }],
  menu: [{ path: '/sites', title: '考核站点', icon: IconPin, group: 1, order: 5 }],
}
