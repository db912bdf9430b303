/** 系统: 备份与恢复, 数据检查, 存储占用, 设置, 关于. */
import type { Feature, MenuEntry } from '@/shared/feature'
import { IconArchive, IconBars, IconGear, IconInfo, IconShield } from '@/shared/icons'

const entry = (path: string, title: string, icon: MenuEntry['icon'], group: MenuEntry['group'], order: number): MenuEntry => ({
  path, title, icon, group, order, module: '系统', permission: path === '/about' ? undefined : 'system',
})

export const feature: Feature = {
  name: 'system',
  routes: [
    { path: '/backup', component: () => import('./Backup.vue'), meta: { title: '备份与恢复', permission: 'system' } },
    { path: '/check', component: () => import('./Check.vue'), meta: { title: '数据检查', permission: 'system' } },
    { path: '/storage', component: () => import('./Storage.vue'), meta: { title: '存储占用', permission: 'system', keepAlive: false } },
    { path: '/settings', component: () => import('./Settings.vue'), meta: { title: '设置', permission: 'system' } },
    { path: '/about', component: () => import('./About.vue'), meta: { title: '关于' } },
  ],
  menu: [
    entry('/backup', '备份与恢复', IconArchive, 1, 0),
    entry('/check', '数据检查', IconShield, 1, 1),
    entry('/storage', '存储占用', IconBars, 1, 2),
    entry('/settings', '设置', IconGear, 2, 0),
    entry('/about', '关于', IconInfo, 'bottom', 0),
  ],
}
