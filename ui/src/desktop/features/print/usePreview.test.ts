import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref, type Ref } from 'vue'
import { AppError } from '@/api/call'
import type { PrintPages, PrintPreviewRequest } from '@/api/generated'
import { usePreview } from './usePreview'

function request(room: string): PrintPreviewRequest {
  return {
    plan: '2026-0612', kind: 'desk', layout: '', room, candidate: '',
    labels: { start_at: 1, x_mm: 0, y_mm: 0, cut_stack: false, printer: '' },
  }
}

function open(load: (request: PrintPreviewRequest) => Promise<PrintPages>, first: PrintPreviewRequest | null) {
  const wanted = ref(first) as Ref<PrintPreviewRequest | null>
  let made: ReturnType<typeof usePreview> | undefined
  mount(
    defineComponent({
      setup() {
        made = usePreview(() => wanted.value, load)
        return () => h('i')
      },
    }),
  )
  if (!made) throw new Error('the preview was not made')
  return { preview: made, wanted }
}

const file = (of: string): PrintPages => ({ pdf: of, pages: 4, of })

describe('usePreview', () => {
  it('asks once for changes that come together', async () => {
    vi.useFakeTimers()
    const load = vi.fn(async (asked: PrintPreviewRequest) => file(asked.room))
    const { preview, wanted } = open(load, request('A101'))
    wanted.value = request('A102')
    await Promise.resolve()
    wanted.value = request('A103')
    await vi.advanceTimersByTimeAsync(400)
    expect(load.mock.calls.map(([asked]) => asked.room)).toEqual(['A103'])
    expect(preview.pages.value?.of).toBe('A103')
    vi.useRealTimers()
  })

  it('lets an answer that was overtaken fall, and keeps the page until the next one is there', async () => {
    const finish: ((pages: PrintPages) => void)[] = []
    const { preview, wanted } = open(() => new Promise((resolve) => finish.push(resolve)), request('A101'))
    void preview.reload()
    wanted.value = request('A102')
    void preview.reload()
    finish[1]?.(file('new'))
    await flushPromises()
    finish[0]?.(file('old'))
    await flushPromises()
    expect(preview.pages.value?.of).toBe('new')
  })

  it('says why there is no page', async () => {
    const { preview, wanted } = open(async () => {
      throw new AppError('print_layout', '有 1 处内容印不下')
    }, request('A101'))
    await preview.reload()
    expect(preview.failure.value?.message).toContain('印不下')
    wanted.value = null
    await preview.reload()
    expect(preview.failure.value).toBeNull()
    expect(preview.pages.value).toBeNull()
  })
})
