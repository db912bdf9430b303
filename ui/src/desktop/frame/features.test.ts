import { describe, expect, it } from 'vitest'
import type { Feature } from '@/shared/feature'
import { features, menuOf, stageScreen } from './features'

const parts: Feature[] = [
  { name: 'print', menu: [{ path: '/print', title: '打印中心', group: 2, order: 3 }] },
  {
    name: 'seating',
    parents: [{ title: '排考管理', group: 2, order: 0 }],
    menu: [{ path: '/seating', title: '考场编排', group: 2, order: 1, parent: '排考管理' }],
  },
  {
    name: 'details',
    parents: [{ title: '排考管理', group: 2, order: 0 }],
    menu: [{ path: '/details', title: '排考明细', group: 2, order: 0, parent: '排考管理', permission: 'arrange' as never }],
  },
  { name: 'sync', menu: [{ path: '/sync', title: '同步与冲突', group: 'bottom', order: 0 }] },
  { name: 'users', menu: [{ path: '/users', title: '用户管理', module: '系统', group: 0, order: 0 }] },
]

describe('the left menu', () => {
  it('gathers groups in order, folds children, and puts the foot last', () => {
    const menu = menuOf('考务', () => true, parts)
    expect(menu.map((group) => group.group)).toEqual([2, 'bottom'])
    expect(menu[0]?.lines.map((line) => line.title)).toEqual(['排考管理', '打印中心'])
    expect(menu[0]?.lines[0]?.children.map((child) => child.title)).toEqual(['排考明细', '考场编排'])
  })

  it('leaves out what is not allowed, and a parent with nothing in it', () => {
    const only = menuOf('考务', (entry) => entry.permission === undefined, parts)
    expect(only[0]?.lines[0]?.children.map((child) => child.title)).toEqual(['考场编排'])
    expect(menuOf('考务', () => false, parts)).toEqual([])
  })

  it('keeps modules apart', () => {
    expect(menuOf('系统', () => true, parts)[0]?.lines.map((line) => line.title)).toEqual(['用户管理'])
  })
})

describe('the features of this build', () => {
  it('bring a screen for each stage before the work', () => {
    for (const stage of ['first_run', 'locked', 'signed_out'] as const) expect(stageScreen(stage), stage).toBeDefined()
  })

  it('agree: no path twice, every menu entry has a route with a title', () => {
    const routes = features.flatMap((feature) => feature.routes ?? [])
    const paths = routes.map((route) => route.path)
    expect(new Set(paths).size).toBe(paths.length)
    for (const entry of features.flatMap((feature) => feature.menu ?? [])) {
      expect(routes.find((route) => route.path === entry.path)?.meta?.title, entry.path).toBeTruthy()
    }
    for (const route of routes.filter((candidate) => candidate.redirect === undefined)) {
      expect(route.meta?.title, route.path).toBeTruthy()
    }
  })
})
