/** 打印中心: sheets of a plan as PDF, what is out of date, and the printer's calibration. */
import { call } from '@/api/call'
import { useCounts } from '@/shared/counts'
import type { Feature } from '@/shared/feature'
import { IconPrinter } from '@/shared/icons'
import { useSession } from '@/shared/session'

export const feature: Feature = {
  name: 'print',
  routes: [
    {
      path: '/print',
      component: () => import('./PrintCenter.vue'),
      meta: { title: '打印中心', permission: 'print' },
    },
  ],
  menu: [{ path: '/print', title: '打印中心', icon: IconPrinter, group: 2, order: 20, permission: 'print' }],
  start: () => {
    if (!useSession().can('print')) return
    call('print.overview', { plan: '', layouts: [] }).then(
      (overview) => useCounts().set('/print', overview.outdated),
      () => undefined,
    )
  },
}
