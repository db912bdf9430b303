import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { defineComponent, h } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { AppError } from '@/api/call'
import type { Column } from './columns'
import ListPage from './ListPage.vue'
import { useList, type ListAnswer, type ListQuery } from './useList'

interface Row {
  id: string
  name: string
}
interface Filters {
  name: string
  class: string
}

const columns: Column[] = [
  { key: 'name', title: '姓名', always: true },
  { key: 'class', title: '班级' },
]

function answer(query: ListQuery<Filters>): ListAnswer<Row> {
  const first = (query.page - 1) * query.page_size
  return {
    rows: Array.from({ length: query.page_size }, (_, place) => ({ id: `${first + place}`, name: `考生${first + place}` })),
    total: 1248,
    counts: [
      { status: '无照片', count: 12 },
      { status: '信息准确', count: 1236 },
    ],
  }
}

async function open(load: (query: ListQuery<Filters>) => Promise<ListAnswer<Row>>, address = '/candidates') {
  let made: ReturnType<typeof useList<Row, Filters>> | undefined
  const screen = defineComponent({
    setup() {
      const list = useList<Row, Filters>({
        name: 'test',
        filters: () => ({ name: '', class: '' }),
        load,
        keyOf: (row) => row.id,
        remembered: ['class'],
        pageSize: 10,
        fromQuery: (query) => (query.status ? { status: String(query.status) } : null),
      })
      made = list
      return () =>
        h(
          // The slots of a generic component are typed by its use in a template.
          ListPage as never,
          { list, columns, selectable: true, unit: '人' },
          {
            filters: ({ filters }: { filters: Filters }) =>
              h('input', {
                id: 'name',
                'aria-label': '姓名',
                value: filters.name,
                onInput: (event: Event) => (filters.name = (event.target as HTMLInputElement).value),
              }),
            empty: () => h('p', { id: 'empty' }, '导入名单'),
          },
        )
    },
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/candidates', component: screen }] })
  await router.push(address)
  const page = mount(screen, { global: { plugins: [router, createPinia()] }, attachTo: document.body })
  await flushPromises()
  if (!made) throw new Error('the list was not made')
  return { page, list: made, router }
}

const button = (page: Awaited<ReturnType<typeof open>>['page'], words: string) => {
  const found = page.findAll('button').find((candidate) => candidate.text().startsWith(words))
  if (!found) throw new Error(`no button ${words}`)
  return found
}

describe('ListPage', () => {
  it('shows the tabs with counts and 共 n 人', async () => {
    const { page } = await open(async (query) => answer(query))
    expect(page.findAll('[role="tab"]').map((tab) => tab.text())).toEqual(['全部1,248', '无照片12', '信息准确1,236'])
    expect(page.text()).toContain('共 1,248 人')
    expect(page.text()).toContain('考生9')
  })

  it('asks only with 查询, from the first page, and empties with 重置', async () => {
    const load = vi.fn(async (query: ListQuery<Filters>) => answer(query))
    const { page, list } = await open(load)
    await list.choose({ page: 3 })
    await page.find('#name').setValue('单')
    expect(load).toHaveBeenCalledTimes(2)
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(load.mock.lastCall?.[0]).toMatchObject({ filters: { name: '单' }, page: 1 })
    await button(page, '重置').trigger('click')
    await flushPromises()
    expect(load.mock.lastCall?.[0]).toMatchObject({ filters: { name: '' } })
  })

  it('keeps the old rows while it reads, and while a failure is shown with 重试', async () => {
    let fails = false
    const { page, list } = await open(async (query) => {
      if (fails) throw new AppError('busy', '数据文件正被占用')
      return answer(query)
    })
    fails = true
    await list.choose({ page: 2 })
    await flushPromises()
    expect(page.find('[role="alert"]').text()).toContain('数据文件正被占用')
    expect(page.text()).toContain('考生0')
    fails = false
    await button(page, '重试').trigger('click')
    await flushPromises()
    expect(page.find('[role="alert"]').exists()).toBe(false)
    expect(page.text()).toContain('考生10')
  })

  it('lets an answer that was overtaken fall', async () => {
    const finish: ((answered: ListAnswer<Row>) => void)[] = []
    const { list } = await open(() => new Promise((resolve) => finish.push(resolve)))
    void list.reload()
    finish[1]?.({ rows: [{ id: 'new', name: '新' }], total: 1 })
    await flushPromises()
    finish[0]?.({ rows: [{ id: 'old', name: '旧' }], total: 1 })
    await flushPromises()
    expect(list.rows.value.map((row) => row.id)).toEqual(['new'])
  })

  it('ticks rows, the page, and everything as a stored filter', async () => {
    const { page, list } = await open(async (query) => answer(query))
    const boxes = () => page.findAll<HTMLInputElement>('input[type="checkbox"]')
    await boxes()[1]?.setValue(true)
    expect(list.selection.value).toEqual({ kind: 'rows', keys: ['0'], count: 1 })
    expect(boxes()[0]?.element.indeterminate).toBe(true)
    await boxes()[0]?.setValue(true)
    expect(list.selectedCount.value).toBe(10)
    await button(page, '选择全部 1,248 人').trigger('click')
    expect(list.selection.value).toEqual({ kind: 'filter', filters: { name: '', class: '' }, status: '', count: 1248 })
    // One taken out of everything: what is left is what can be seen.
    await boxes()[2]?.setValue(false)
    expect(list.selection.value).toMatchObject({ kind: 'rows', count: 9 })
    await button(page, '取消选择').trigger('click')
    expect(list.selectedCount.value).toBe(0)
  })

  it('forgets what was ticked when another filter or state is asked for', async () => {
    const { list } = await open(async (query) => answer(query))
    list.selectEverything()
    await list.search()
    expect(list.selectedCount.value).toBe(0)
    list.selectEverything()
    await list.choose({ status: '无照片' })
    expect(list.selectedCount.value).toBe(0)
  })

  it('opens with what a link means, again when the link changes', async () => {
    const load = vi.fn(async (query: ListQuery<Filters>) => answer(query))
    const { router } = await open(load, '/candidates?status=无照片')
    expect(load).toHaveBeenCalledTimes(1)
    expect(load.mock.lastCall?.[0].status).toBe('无照片')
    await router.push('/candidates?status=信息准确')
    await flushPromises()
    expect(load.mock.lastCall?.[0].status).toBe('信息准确')
  })

  it('remembers the page size and the filters it may, never a name', async () => {
    const { list } = await open(async (query) => answer(query))
    list.filters.name = '单雨霏'
    list.filters.class = '新能源 2401'
    await list.search()
    await list.choose({ pageSize: 50 })
    expect(JSON.stringify({ ...localStorage })).not.toContain('单雨霏')
    const again = await open(async (query) => answer(query))
    expect(again.list.filters).toEqual({ name: '', class: '新能源 2401' })
    expect(again.list.pageSize.value).toBe(50)
  })

  it('tells nothing entered from nothing found', async () => {
    const none = { rows: [], total: 0 }
    const { page, list } = await open(async () => none)
    expect(page.find('#empty').exists()).toBe(true)
    list.filters.name = '无'
    await list.search()
    await flushPromises()
    expect(page.find('#empty').exists()).toBe(false)
    expect(page.text()).toContain('没有符合条件的数据')
  })

  it('goes back to the last page when the last rows of it are gone', async () => {
    const { list } = await open(async (query) =>
      query.page > 2 ? { rows: [], total: 15 } : { rows: [{ id: '14', name: '考生14' }], total: 15 },
    )
    await list.choose({ page: 3 })
    expect(list.page.value).toBe(2)
    expect(list.rows.value).toHaveLength(1)
  })
})
