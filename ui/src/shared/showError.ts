/** Says a failure: what is wrong, what to do, and the findings. */
import { h, type VNode } from 'vue'
import { AppError } from '@/api/call'
import { incidentOf } from './incident'

/** Shows a failure in a dialog. What the user stopped himself, or the lock screen says, is not shown. */
export function showError(thrown: unknown, title = '没有完成'): void {
  const error = failureOf(thrown)
  if (error.isCancelled || error.endsSession) return
  const parts: VNode[] = [h('p', error.message)]
  if (error.hint) parts.push(h('p', { class: 'kz-ink-2' }, error.hint))
  if (error.details.length > 0) {
    const shown = error.details.slice(0, 100).map((line) => h('li', line))
    if (error.details.length > 100) shown.push(h('li', `另有 ${error.details.length - 100} 条`))
    parts.push(h('ul', { class: 'kz-findings', tabindex: '0' }, shown))
  }
  ElMessageBox.alert(h('div', { class: 'kz-failure' }, parts), title, {
    confirmButtonText: '知道了',
    type: 'error',
    closeOnPressEscape: true,
  }).catch(() => undefined)
}

/** A failure of whatever was thrown; a fault of the program gets an incident number instead of a trace. */
export function failureOf(thrown: unknown): AppError {
  if (!(thrown instanceof Error) || thrown instanceof AppError) return AppError.from(thrown)
  return new AppError(
    'incident',
    `程序出错，事件编号 ${incidentOf(thrown).number}`,
    '已保存的数据不受影响；请重新载入这一页，仍然不行请把编号告诉技术支持',
  )
}
