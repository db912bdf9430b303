/** Questions before something that cannot be taken back, and the reason that some actions ask for. */
import { h } from 'vue'

/** What is asked. */
export interface Question {
  title?: string
  /** The question; say the consequence. */
  message: string
  /** Further lines: what will be lost, what must be printed again. */
  details?: string[]
  /** The word on the button that goes on; 确定 unless said otherwise. */
  action?: string
  /** Red, for what cannot be undone. */
  danger?: boolean
}

/** Asks; gives whether to go on. */
export async function confirm(question: Question): Promise<boolean> {
  const lines = (question.details ?? []).map((line) => h('li', line))
  const body = h('div', { class: 'kz-failure' }, [
    h('p', question.message),
    lines.length > 0 ? h('ul', { class: 'kz-findings' }, lines) : null,
  ])
  return ElMessageBox.confirm(body, question.title ?? '请确认', {
    type: 'warning',
    confirmButtonText: question.action ?? '确定',
    cancelButtonText: '取消',
    confirmButtonClass: question.danger ? 'el-button--danger' : '',
    // Enter must not delete what nobody has read.
    autofocus: !question.danger,
  }).then(
    () => true,
    () => false,
  )
}

/** Asks before deleting: `what` is the name of the one thing, or its kind when `count` of them go. */
export function confirmDelete(what: string, count?: number, details?: string[]): Promise<boolean> {
  const object = count === undefined ? `“${what}”` : `所选的 ${count.toLocaleString('zh-CN')} ${what}`
  return confirm({ title: '删除', message: `您确定要删除${object}吗？`, details, action: '删除', danger: true })
}

/** Asks for a reason, which goes into the trail; null when the user steps back. */
export async function askReason(title: string, message: string, action = '确定'): Promise<string | null> {
  return ElMessageBox.prompt(message, title, {
    confirmButtonText: action,
    cancelButtonText: '取消',
    inputPlaceholder: '请填写原因',
    inputValidator: (text) => (text && text.trim().length >= 2 && text.length <= 200) || '请填写原因，2 至 200 字',
  }).then(
    ({ value }) => value.trim(),
    () => null,
  )
}
