/** 考场管理 and the picture in which a room is edited (R-141…R-156). */
import type { Feature } from '@/shared/feature'
import { IconDoor } from '@/shared/icons'

export const feature: Feature = {
  name: 'rooms',
  routes: [
    { path: '/rooms', component: () => import('./Rooms.vue'), meta: { title: '考场管理' } },
    {
      path: '/rooms/edit',
      component: () => import('./RoomEditor.vue'),
      meta: { title: '设置考场', menu: '/rooms', permission: 'plan' },
    },
  ],
  menu: [{ path: '/rooms', title: '考场管理', icon: IconDoor, group: 1, order: 6 }],
}
