import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { showError } from './showError'
import { useDetail } from './useDetail'

vi.mock('./showError', () => ({ showError: vi.fn() }))

const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]

it('steps through the list and stays at its ends', async () => {
  const { current, show, stepBy } = useDetail({
    rows: () => rows,
    load: (id) => Promise.resolve({ row: { id } }),
    idOf: (detail) => detail.row.id,
  })
  const step = async (by: number) => {
    stepBy(by)
    await flushPromises()
    return current.value?.row.id
  }
  expect(await step(1)).toBeUndefined()
  await show('a')
  expect(await step(-1)).toBe('a')
  expect(await step(1)).toBe('b')
  expect(await step(1)).toBe('c')
  expect(await step(1)).toBe('c')
  await show('elsewhere')
  expect(await step(1)).toBe('elsewhere')
})

it('shows what was asked for last, and nothing once it is closed', async () => {
  const answers = new Map<string, (found: { id: string }) => void>()
  const { current, show, close } = useDetail<{ id: string }>({
    rows: () => rows,
    load: (id) => new Promise((resolve) => answers.set(id, resolve)),
    idOf: (detail) => detail.id,
  })
  void show('a')
  void show('b')
  answers.get('b')?.({ id: 'b' })
  answers.get('a')?.({ id: 'a' })
  await flushPromises()
  expect(current.value?.id).toBe('b')
  void show('c')
  close()
  answers.get('c')?.({ id: 'c' })
  await flushPromises()
  expect(current.value).toBeNull()
})

it('keeps what it shows when the next cannot be read, and says so', async () => {
  const { current, show, stepBy } = useDetail({
    rows: () => rows,
    load: (id) => (id === 'b' ? Promise.reject(new Error('gone')) : { id }),
    idOf: (detail) => detail.id,
  })
  await show('a')
  stepBy(1)
  await flushPromises()
  expect(current.value?.id).toBe('a')
  expect(showError).toHaveBeenCalledOnce()
})

it('closes what is no longer in the list', async () => {
  const found = [...rows]
  const { current, show } = useDetail({
    rows: () => found,
    load: (id) => found.find((row) => row.id === id) ?? null,
    idOf: (row) => row.id,
  })
  await show('b')
  expect(current.value?.id).toBe('b')
  found.splice(1, 1)
  await show('b')
  expect(current.value).toBeNull()
})
