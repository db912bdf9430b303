import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError, call, onFailedCall, type Progress } from './call'

type Sent = { name: string; payload: unknown; task_id: string | null }

/** A bridge whose answers come in the given pieces, as a network cuts them. */
function bridge(pieces: (sent: Sent) => string[] | Promise<string[]>): Sent[] {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (_address: string, init: { body: string }) => {
    const request = JSON.parse(init.body) as Sent
    sent.push(request)
    const encoder = new TextEncoder()
    const bytes = (await pieces(request)).map((piece) => encoder.encode(piece))
    return {
      body: new ReadableStream<Uint8Array>({
        start(stream) {
          for (const piece of bytes) stream.enqueue(piece)
          stream.close()
        },
      }),
    }
  })
  return sent
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(thrown).toBeInstanceOf(AppError)
  return thrown as AppError
}

beforeEach(() => vi.unstubAllGlobals())
afterEach(() => vi.unstubAllGlobals())

describe('call through the bridge', () => {
  it('sends name and payload and gives the outcome', async () => {
    const sent = bridge(() => ['{"ok":{"groups":[]}}\n'])
    expect(await call('search.all', { text: '单' })).toEqual({ groups: [] })
    expect(sent).toEqual([{ name: 'search.all', payload: { text: '单' }, task_id: null }])
  })

  it('sends an empty request where none is needed', async () => {
    const sent = bridge(() => ['{"ok":{"stage":"locked"}}'])
    expect(await call('session.status')).toEqual({ stage: 'locked' })
    expect(sent[0]?.payload).toEqual({})
  })

  it('gives an outcome that is null or false', async () => {
    bridge(() => ['{"ok":null}\n'])
    expect(await call('photo.image', { candidate_id: 'a' })).toBeNull()
    bridge(() => ['{"ok":false}\n'])
    expect(await call('task.cancel', { task_id: 't' })).toBe(false)
  })

  it('tells the progress, however the lines are cut', async () => {
    const text = [
      '{"progress":{"step":"正在写入","done":1,"total":2}}\n',
      '{"progress":{"step":"正在写入","done":2,"total":2}}\n{"ok":true}\n',
    ].join('')
    const bytes = new TextEncoder().encode(text)
    vi.stubGlobal('fetch', async () => ({
      body: new ReadableStream<Uint8Array>({
        start(stream) {
          // Seven bytes at a time also cuts through the middle of a character.
          for (let at = 0; at < bytes.length; at += 7) stream.enqueue(bytes.slice(at, at + 7))
          stream.close()
        },
      }),
    }))
    const seen: Progress[] = []
    const answer = await call('task.cancel', { task_id: 't' }, { onProgress: (now) => seen.push(now) })
    expect(answer).toBe(true)
    expect(seen).toEqual([
      { step: '正在写入', done: 1, total: 2 },
      { step: '正在写入', done: 2, total: 2 },
    ])
  })

  it('rejects with code, message, hint and details', async () => {
    const error = { code: 'id_check_digit', message: '第3行校验位不对', hint: '请核对', details: ['第3行', '第9行'] }
    bridge(() => [JSON.stringify({ error }) + '\n'])
    const thrown = await failure(call('search.all', { text: 'x' }))
    expect(thrown).toMatchObject(error)
    expect(thrown.isCancelled).toBe(false)
  })

  it('says so when the answer breaks off or cannot be had', async () => {
    bridge(() => ['{"progress":{"step":"正在写入","done":1,"total":2}}\n'])
    expect((await failure(call('session.status'))).code).toBe('no_answer')
    bridge(() => ['<html>'])
    expect((await failure(call('session.status'))).code).toBe('no_answer')
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('connection refused')))
    const thrown = await failure(call('session.status'))
    expect(thrown.code).toBe('no_answer')
    expect(thrown.message).not.toMatch(/[a-z]{4}/i)
  })

  it('tells those who listen of every failure', async () => {
    const heard: string[] = []
    const stop = onFailedCall((error) => heard.push(error.code))
    bridge(() => ['{"error":{"code":"signed_out","message":"请登录"}}'])
    await failure(call('session.status'))
    stop()
    await failure(call('session.status'))
    expect(heard).toEqual(['signed_out'])
  })
})

describe('cancelling', () => {
  it('asks the program to stop the very task, and ends with its answer', async () => {
    let finish: (pieces: string[]) => void = () => undefined
    const sent = bridge((request) => {
      if (request.name === 'task.cancel') {
        finish(['{"error":{"code":"cancelled","message":"操作已取消，没有写入任何内容"}}'])
        return ['{"ok":true}']
      }
      return new Promise((resolve) => (finish = resolve))
    })
    const stop = new AbortController()
    const work = failure(call('search.all', { text: 'x' }, { signal: stop.signal }))
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    stop.abort()
    const thrown = await work
    expect(thrown.isCancelled).toBe(true)
    expect(sent[0]?.task_id).not.toBeNull()
    expect(sent[1]).toEqual({ name: 'task.cancel', payload: { task_id: sent[0]?.task_id }, task_id: null })
  })

  it('keeps the result when the work was done before it could be stopped', async () => {
    let finish: (pieces: string[]) => void = () => undefined
    const sent = bridge((request) => {
      if (request.name === 'task.cancel') {
        finish(['{"ok":{"groups":[]}}'])
        return ['{"ok":false}']
      }
      return new Promise((resolve) => (finish = resolve))
    })
    const stop = new AbortController()
    const work = call('search.all', { text: 'x' }, { signal: stop.signal })
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    stop.abort()
    expect(await work).toEqual({ groups: [] })
  })

  it('does not begin what is already cancelled, and leaves nothing to stop afterwards', async () => {
    const sent = bridge(() => ['{"ok":{"groups":[]}}'])
    const stopped = new AbortController()
    stopped.abort()
    expect((await failure(call('search.all', { text: 'x' }, { signal: stopped.signal }))).isCancelled).toBe(true)
    expect(sent).toHaveLength(0)
    const late = new AbortController()
    await call('search.all', { text: 'x' }, { signal: late.signal })
    late.abort()
    expect(sent).toHaveLength(1)
  })
})

describe('call through the window', () => {
  it('invokes the one command with a channel for the progress', async () => {
    const invoked: [string, Record<string, unknown>][] = []
    let callback: ((message: unknown) => void) | undefined
    vi.stubGlobal('__TAURI_INTERNALS__', {
      transformCallback: (listener: (message: unknown) => void) => {
        callback = listener
        return 7
      },
      unregisterCallback: () => undefined,
      invoke: async (command: string, values: Record<string, unknown>) => {
        invoked.push([command, values])
        callback?.({ index: 0, message: { step: '正在查找', done: 1, total: 1 } })
        return { groups: [] }
      },
    })
    const seen: Progress[] = []
    await call('search.all', { text: '单' }, { onProgress: (now) => seen.push(now) })
    expect(invoked[0]?.[0]).toBe('call')
    expect(invoked[0]?.[1]).toMatchObject({ name: 'search.all', payload: { text: '单' } })
    expect(invoked[0]?.[1].taskId).toEqual(expect.any(String))
    expect(seen).toEqual([{ step: '正在查找', done: 1, total: 1 }])
  })

  it('makes a failure of what the command rejects with', async () => {
    vi.stubGlobal('__TAURI_INTERNALS__', {
      transformCallback: () => 1,
      unregisterCallback: () => undefined,
      invoke: () => Promise.reject({ code: 'not_allowed', message: '“监考录入”不能导出' }),
    })
    expect(await failure(call('session.status'))).toMatchObject({ code: 'not_allowed', details: [] })
  })
})
