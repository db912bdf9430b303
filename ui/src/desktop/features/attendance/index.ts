/** 到考登记: by the picture of the room, by scanner or by seat number. */
import type { Feature } from '@/shared/feature'
import { IconCheckSquare } from '@/shared/icons'

export const feature: Feature = {
  name: 'attendance',
  routes: [
    {
      path: '/attendance',
      component: () => import('./Attendance.vue'),
      meta: { title: '到考登记', permission: 'attendance' },
    },
  ],
  menu: [
    { path: '/attendance', title: '到考登记', icon: IconCheckSquare, group: 2, order: 30, permission: 'attendance' },
  ],
}
