import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type LocationQueryRaw } from 'vue-router'
import { useTabQuery } from './tab'

it('brings the address along, so that a return does not lead to an earlier link', async () => {
  const told: string[] = []
  let keep: (query: LocationQueryRaw) => Promise<void> = () => Promise.resolve()
  // Kept alive by the frame; here it simply stays.
  const Page = defineComponent(() => {
    keep = useTabQuery((query) => told.push(String(query.room)))
    return () => h('p')
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/seating', component: { render: () => null } },
      { path: '/print', component: { render: () => null } },
    ],
  })
  await router.push('/seating?room=a')
  mount(defineComponent(() => () => [h(Page), h(RouterView)]), { global: { plugins: [router] } })
  expect(told).toEqual(['a'])

  await keep({ room: 'b' })
  expect(router.currentRoute.value.fullPath).toBe('/seating?room=b')
  expect(told).toEqual(['a'])

  const address = router.currentRoute.value.fullPath
  await router.push('/print')
  await keep({ room: 'c' })
  expect(router.currentRoute.value.fullPath).toBe('/print')
  await router.push(address)
  expect(told).toEqual(['a', 'b'])
  await router.push('/seating?room=a')
  expect(told).toEqual(['a', 'b', 'a'])
})
