import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nameOf, useTabs } from './tabs'

const page = (key: string, more = {}) => ({ key, location: key, title: key, ...more })

function titles() {
  return useTabs().open.map((tab) => tab.title)
}

describe('page tabs', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
    const tabs = useTabs()
    tabs.visit(page('/a'))
    tabs.visit(page('/home', { closable: false }))
    tabs.visit(page('/b'))
    tabs.visit(page('/c'))
  })

  it('keeps what cannot be closed in front', () => {
    expect(titles()).toEqual(['/home', '/a', '/b', '/c'])
  })

  it('comes back to an open page and remembers where it was', () => {
    const tabs = useTabs()
    tabs.visit({ key: '/a', location: '/a?status=无照片', title: '/a' })
    expect(titles()).toHaveLength(4)
    expect(tabs.current).toBe('/a')
    expect(tabs.open[1]?.location).toBe('/a?status=无照片')
  })

  it('goes to the right neighbour when the current one is closed, else to the left', async () => {
    const tabs = useTabs()
    tabs.visit(page('/b'))
    expect(await tabs.close(['/b'])).toBe('/c')
    expect(await tabs.close(['/c'])).toBe('/a')
  })

  it('stays where it is when another is closed', async () => {
    expect(await useTabs().close(['/a'])).toBe('/c')
    expect(titles()).toEqual(['/home', '/b', '/c'])
  })

  it('closes the others and those on the right, never what cannot be closed', async () => {
    const tabs = useTabs()
    await tabs.close(tabs.right('/b'))
    expect(titles()).toEqual(['/home', '/a', '/b'])
    await tabs.close(tabs.others('/a'))
    expect(titles()).toEqual(['/home', '/a'])
    await tabs.close(['/home', '/a'])
    expect(titles()).toEqual(['/home'])
    expect(tabs.current).toBe('/home')
  })

  it('asks before it closes or reloads', async () => {
    const tabs = useTabs()
    let leave = false
    tabs.guard('/c', () => leave)
    await tabs.close(['/c'])
    await tabs.reload('/c')
    expect(tabs.open.at(-1)).toMatchObject({ key: '/c', version: 0 })
    leave = true
    await tabs.reload('/c')
    expect(tabs.open.at(-1)).toMatchObject({ key: '/c', version: 1 })
    await tabs.close(['/c'])
    expect(titles()).not.toContain('/c')
  })

  it('lets a page go when it is drawn anew', async () => {
    const tabs = useTabs()
    const before = tabs.alive
    expect(before).toContain('/c#0')
    await tabs.reload('/c')
    expect(tabs.alive).not.toContain('/c#0')
    expect(tabs.alive).toContain(nameOf(tabs.open.at(-1) ?? { ...page('/x'), closable: true, keepAlive: true, version: 0 }))
  })

  it('keeps no page alive that asked to be drawn each time', () => {
    const tabs = useTabs()
    tabs.visit(page('/d', { keepAlive: false }))
    expect(tabs.alive.some((name) => name.startsWith('/d'))).toBe(false)
  })
})
