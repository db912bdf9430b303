/**
 * The one way to the program behind the window.
 *
 * In the window it is Tauri's `call` command; in a browser (component looks, accessibility checks) it is
 * `POST /call` of the bridge, whose answer is one JSON value per line: progress, then the outcome.
 */
import type { Commands } from './generated'

/** The name of a command. */
export type CommandName = keyof Commands
/** What a command takes. */
export type Request<K extends CommandName> = Commands[K]['request']
/** What a command gives. */
export type Response<K extends CommandName> = Commands[K]['response']

/** How far long work is. `total` is 0 while it is unknown. */
export interface Progress {
  step: string
  done: number
  total: number
}

/** How a call is followed and stopped. */
export interface CallOptions {
  /** Told again and again while the work goes on. */
  onProgress?: (progress: Progress) => void
  /** Asks the program to stop; the call then ends with the code `cancelled`, or with its result if it was done. */
  signal?: AbortSignal
}

/** A failure as it is shown. Callers branch on `code` only. */
export class AppError extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly details: string[]

  constructor(code: string, message: string, hint?: string, details: string[] = []) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.hint = hint
    this.details = details
  }

  /** Makes a failure of whatever was thrown or received. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown
    if (isRecord(thrown) && typeof thrown.code === 'string' && typeof thrown.message === 'string') {
      const hint = typeof thrown.hint === 'string' ? thrown.hint : undefined
      return new AppError(thrown.code, thrown.message, hint, lines(thrown.details))
    }
    const found = thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : ''
    return new AppError('no_answer', '程序没有回应', '请再试一次；仍然不行请重新打开考站', found === '' ? [] : [found])
  }

  /** Whether nobody is signed in any more: the window then shows the screen for that instead of a message. */
  get endsSession(): boolean {
    return ['signed_out', 'locked', 'session_expired', 'workspace_closed'].includes(this.code)
  }

  /** Whether the user stopped the work, which is nothing to complain about. */
  get isCancelled(): boolean {
    return this.code === 'cancelled'
  }
}

type Arguments<K extends CommandName> = Record<never, never> extends Request<K>
  ? [request?: Request<K>, options?: CallOptions]
  : [request: Request<K>, options?: CallOptions]

type Listener = (error: AppError) => void
const listeners = new Set<Listener>()

/** Tells `listener` of every failed call. Returns how to stop that. */
export function onFailedCall(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Calls a command; rejects with an `AppError`. */
export async function call<K extends CommandName>(name: K, ...[request, options]: Arguments<K>): Promise<Response<K>> {
  const { onProgress, signal } = options ?? {}
  const taskId = onProgress || signal ? newTaskId() : null
  const stop = () => {
    if (taskId !== null) void transport()('task.cancel', { task_id: taskId }, null, ignore).catch(ignore)
  }
  try {
    if (signal?.aborted) throw new AppError('cancelled', '操作已取消')
    signal?.addEventListener('abort', stop, { once: true })
    return (await transport()(name, request ?? {}, taskId, onProgress ?? ignore)) as Response<K>
  } catch (thrown) {
    const error = AppError.from(thrown)
    for (const listener of listeners) listener(error)
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

type Transport = (
  name: string,
  payload: unknown,
  taskId: string | null,
  onProgress: (progress: Progress) => void,
) => Promise<unknown>

function transport(): Transport {
  return '__TAURI_INTERNALS__' in window ? throughWindow : throughBridge
}

const throughWindow: Transport = async (name, payload, taskId, onProgress) => {
  const { Channel, invoke } = await import('@tauri-apps/api/core')
  const progress = new Channel<Progress>()
  progress.onmessage = onProgress
  return invoke('call', { name, payload, taskId, progress })
}

const throughBridge: Transport = async (name, payload, taskId, onProgress) => {
  const answer = await fetch('/call', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, payload, task_id: taskId }),
  })
  if (answer.body === null) throw new AppError('no_answer', '程序没有回应')
  for await (const line of linesOf(answer.body)) {
    const message: unknown = JSON.parse(line)
    if (!isRecord(message)) continue
    if ('error' in message) throw AppError.from(message.error)
    if ('ok' in message) return message.ok
    if (isProgress(message.progress)) onProgress(message.progress)
  }
  throw new AppError('no_answer', '程序中断了这次操作', '请再试一次；仍然不行请重新打开考站')
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true })
    const parts = rest.split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) if (part.trim() !== '') yield part
    if (done) break
  }
  if (rest.trim() !== '') yield rest
}

function isProgress(value: unknown): value is Progress {
  return isRecord(value) && typeof value.step === 'string' && typeof value.done === 'number' && typeof value.total === 'number'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function lines(details: unknown): string[] {
  if (Array.isArray(details)) return details.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  return typeof details === 'string' ? [details] : []
}

let tasks = 0

function newTaskId(): string {
  tasks += 1
  return `t${Date.now().toString(36)}-${tasks}`
}

function ignore(): void {
  // Nothing to do.
}
