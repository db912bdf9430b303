/** The addresses of the window: those of the features, a home, and what is said of an unknown one. */
import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import { useSession } from '@/shared/session'
import { routes } from './features'
import NoPage from './NoPage.vue'

/** The path of the home page. */
export const HOME = '/home'

/** The router, with the check of permissions. */
export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', redirect: HOME },
      { path: '/not-allowed', component: NoPage, props: { kind: 'forbidden' }, meta: { title: '没有权限' } },
      ...routes,
      { path: '/:rest(.*)*', component: NoPage, props: { kind: 'unknown' }, meta: { title: '没有这一页' } },
    ],
  })
  router.beforeEach((to) => {
    const session = useSession()
    // Before anybody works the stage screen covers the window; the address waits behind it.
    if (session.stage !== 'ready' || session.can(to.meta.permission)) return true
    return { path: '/not-allowed', query: { from: to.path } }
  })
  return router
}
