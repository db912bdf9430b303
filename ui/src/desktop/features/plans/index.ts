/** 考试计划 and 考试科目 (R-082…R-086). */
import type { Feature } from '@/shared/feature'
import { IconBook, IconCalendar } from '@/shared/icons'

export const feature: Feature = {
  name: 'plans',
  routes: [
    { path: '/plans', component: () => import('./Plans.vue'), meta: { title: '考试计划' } },
    { path: '/subjects', component: () => import('./Subjects.vue'), meta: { title: '考试科目' } },
  ],
  menu: [
    { path: '/plans', title: '考试计划', icon: IconCalendar, group: 1, order: 1 },
    { path: '/subjects', title: '考试科目', icon: IconBook, group: 1, order: 2 },
  ],
}
