import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { call } from '@/api/call'
import SecretField from './SecretField.vue'

vi.mock('@/api/call', async (original) => ({ ...(await original<typeof import('@/api/call')>()), call: vi.fn() }))
const asked = vi.mocked(call)

describe('SecretField', () => {
  it('says how strong the secret is and whether it will be taken', async () => {
    asked.mockResolvedValue({ strength: 'weak', label: '太弱', acceptable: false, advice: ['至少 10 个字符'] } as never)
    const field = mount(SecretField, { props: { label: '工作区口令', judge: 'passphrase', modelValue: '' } })
    await field.setProps({ modelValue: '123' })
    await flushPromises()
    expect(field.text()).toContain('太弱')
    expect(field.text()).toContain('至少 10 个字符')
    expect(field.emitted('update:ok')?.at(-1) ?? [false]).toEqual([false])
    asked.mockResolvedValue({ strength: 'strong', label: '很强', acceptable: true, advice: [] } as never)
    await field.setProps({ modelValue: '操场西边第三棵树开花了' })
    await flushPromises()
    expect(field.findAll('.meter .on')).toHaveLength(4)
    expect(field.emitted('update:ok')?.at(-1)).toEqual([true])
  })

  it('is a labelled password field', () => {
    const field = mount(SecretField, { props: { label: '登录密码', modelValue: '' } })
    const input = field.get('input')
    expect(input.attributes('type')).toBe('password')
    expect(field.get('label').attributes('for')).toBe(input.attributes('id'))
  })
})
