import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError, call } from '@/api/call'
import { withProof } from './proof'

vi.mock('@/api/call', async (original) => ({ ...(await original<typeof import('@/api/call')>()), call: vi.fn() }))
const asked = vi.mocked(call)
const needed = new AppError('reauthentication_needed', '这一步须先确认身份')

async function settle() {
  for (let n = 0; n < 10; n += 1) await new Promise((done) => setTimeout(done, 5))
}

async function type(password: string) {
  await settle()
  const field = document.querySelector<HTMLInputElement>('.el-message-box input')
  if (!field) throw new Error('nobody asks for the password')
  field.value = password
  field.dispatchEvent(new Event('input'))
  await settle()
  document.querySelector<HTMLButtonElement>('.el-message-box .el-button--primary')?.click()
  await settle()
}

describe('withProof', () => {
  beforeEach(() => {
    asked.mockReset()
    document.body.innerHTML = ''
  })

  it('asks nothing when nothing is asked for', async () => {
    expect(await withProof(async () => 7)).toBe(7)
    expect(document.querySelector('.el-message-box')).toBeNull()
  })

  it('passes other failures on', async () => {
    const fault = new AppError('disk_full', '磁盘空间不足')
    await expect(withProof(() => Promise.reject(fault))).rejects.toBe(fault)
  })

  it('asks until the password is right, then does the work', async () => {
    asked
      .mockRejectedValueOnce(new AppError('login_failed', '账号或密码不对', '再输错 4 次，账号将被停用'))
      .mockResolvedValueOnce(null)
    const work = vi.fn().mockRejectedValueOnce(needed).mockResolvedValueOnce('done')
    const outcome = withProof(work)
    await type('wrong')
    expect(document.querySelector('.el-message-box')?.textContent).toContain('再输错 4 次')
    expect(work).toHaveBeenCalledTimes(1)
    await type('right')
    expect(await outcome).toBe('done')
    expect(asked).toHaveBeenLastCalledWith('session.reauthenticate', { password: 'right' })
  })
})
