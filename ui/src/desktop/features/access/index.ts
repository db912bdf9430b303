/** The way in and out: first run, opening and unlocking, login, the own account. */
import { call } from '@/api/call'
import type { Feature } from '@/shared/feature'
import { IconExit, IconLock, IconPerson, IconShield, IconSwap } from '@/shared/icons'
import { useSession } from '@/shared/session'
import { watchIdle } from './idle'
import FirstRun from './FirstRun.vue'
import Locked from './Locked.vue'
import SignedOut from './SignedOut.vue'

async function change(name: 'session.lock' | 'session.logout') {
  await call(name)
  await useSession().refresh()
}

async function leave() {
  await call('workspace.switch', { folder: '' })
  await useSession().refresh()
}

export const feature: Feature = {
  name: 'access',
  routes: [
    { path: '/account/profile', component: () => import('./Profile.vue'), meta: { title: '修改资料', keepAlive: false } },
    {
      path: '/account/password',
      component: () => import('./ChangePassword.vue'),
      meta: { title: '修改密码', keepAlive: false },
    },
  ],
  account: [
    { title: '修改资料', icon: IconPerson, order: 0, run: '/account/profile' },
    { title: '修改密码', icon: IconShield, order: 1, run: '/account/password' },
    { title: '锁定', icon: IconLock, order: 2, divided: true, run: () => change('session.lock') },
    { title: '退出登录', icon: IconExit, order: 3, run: () => change('session.logout') },
  ],
  workspace: [{ title: '切换工作区…', icon: IconSwap, order: 0, run: leave }],
  stages: { first_run: FirstRun, locked: Locked, signed_out: SignedOut },
  start: watchIdle,
}
