/** 报考管理 (R-157…R-170). */
import type { Feature } from '@/shared/feature'
import { IconList } from '@/shared/icons'

export const feature: Feature = {
  name: 'registrations',
  routes: [
    { path: '/registrations', component: () => import('./Registrations.vue'), meta: { title: '报考管理' } },
    {
      path: '/registrations/add',
      component: () => import('./AddRegistrations.vue'),
      meta: { title: '新增报考', menu: '/registrations', permission: 'plan' },
    },
  ],
  menu: [{ path: '/registrations', title: '报考管理', icon: IconList, group: 1, order: 7 }],
}
