/** Batches: what would happen is asked of the program first, told with its counts, then done. */
import { h } from 'vue'
import { call } from '@/api/call'
import type { CandidateBatch, CandidateQuery, CandidateSelection, FieldValue } from '@/api/generated'
import { confirm } from '@/shared/confirm'
import { formatCount } from '@/shared/format'
import type { Selection } from '@/shared/list/useList'
import { runTask } from '@/shared/useTask'
import type { CandidateFilters } from './filters'
import { queryOf } from './filters'

/** The selection of the list as the program takes it. */
export function selectionOf(selection: Selection<CandidateFilters>): CandidateSelection {
  if (selection.kind === 'rows') return { kind: 'rows', keys: selection.keys }
  return { kind: 'filter', query: queryOf(selection.filters, selection.status) }
}

/** Everything that a filter finds. */
export function everything(query: CandidateQuery): CandidateSelection {
  return { kind: 'filter', query }
}

/** A line for each reason: how many are left out, and who. */
export function refusalLines(batch: CandidateBatch): string[] {
  return batch.refused.map(({ reason, count, names }) => {
    const more = count > names.length ? `等 ${formatCount(count)} 人` : ''
    return `${formatCount(count)} 人不处理：${reason}（${names.slice(0, 5).join('、')}${names.length > 5 && more === '' ? ` 等 ${formatCount(count)} 人` : more}）`
  })
}

/** What a batch did, in one sentence. */
export function summary(verb: string, batch: CandidateBatch): string {
  const left = batch.refused.reduce((sum, { count }) => sum + count, 0)
  const parts = [`${verb} ${formatCount(batch.done)} 人`]
  if (batch.unchanged > 0) parts.push(`${formatCount(batch.unchanged)} 人无变化`)
  if (left > 0) parts.push(`${formatCount(left)} 人未处理`)
  return parts.join('，')
}

/** 批量认证. Gives whether anything was asked for. */
export async function verify(selection: CandidateSelection): Promise<boolean> {
  const ask = (dry_run: boolean) =>
    runTask('申请认证', (options) => call('candidate.verify', { selection, dry_run }, options))
  const told = await ask(true)
  if (told.done === 0) {
    await tell('没有可以认证的考生', told)
    return false
  }
  const message = `将为 ${formatCount(told.done)} 人申请认证。离线时先登记，联网后由平台与公安照片比对。`
  if (!(await confirm({ title: '批量认证', message, details: refusalLines(told), action: '申请认证' }))) return false
  ElMessage.success(summary('已申请认证', await ask(false)))
  return true
}

/** 批量删除, which can be taken back with the button in the message. */
export async function remove(selection: CandidateSelection, name: string | null, after: () => void): Promise<boolean> {
  const ask = (dry_run: boolean) =>
    runTask('删除考生', (options) => call('candidate.delete', { selection, dry_run }, options))
  const told = await ask(true)
  if (told.done === 0) {
    await tell('没有可以删除的考生', told)
    return false
  }
  const whom = name === null ? `所选的 ${formatCount(told.done)} 名考生` : `考生“${name}”`
  const go = await confirm({
    title: '删除学生信息',
    message: `您确定要删除${whom}吗？`,
    details: refusalLines(told),
    action: `删除 ${formatCount(told.done)} 人`,
    danger: true,
  })
  if (!go) return false
  const done = await ask(false)
  const shown = ElMessage({
    type: 'success',
    duration: 12_000,
    showClose: true,
    message: h('span', { class: 'kz-row' }, [
      summary('已删除', done),
      h('button', { type: 'button', class: 'kz-link', onClick: () => void undo(shown, after) }, '撤销删除'),
    ]),
  })
  return true
}

async function undo(shown: { close: () => void }, after: () => void) {
  shown.close()
  const done = await call('candidate.undo_delete')
  ElMessage.success(summary('已恢复', done))
  after()
}

const titles: Record<string, string> = {
  class_name: '班级', major_name: '就读专业', major_level: '专业层次', enrolment_year: '入学年份',
}

/** 批量修改: the same class, major or year for everybody chosen. Gives whether it was done. */
export async function editMany(selection: CandidateSelection, fields: FieldValue[]): Promise<boolean> {
  const ask = (dry_run: boolean) =>
    runTask('批量修改', (options) => call('candidate.edit_many', { selection, fields, dry_run }, options))
  const told = await ask(true)
  if (told.done === 0) {
    await tell('没有需要修改的考生', told)
    return false
  }
  const details = refusalLines(told)
  if (told.unchanged > 0) details.unshift(`${formatCount(told.unchanged)} 人已是这样，不用修改`)
  details.unshift(...fields.filter(({ field }) => field in titles).map(({ field, value }) => `${titles[field]}改为${value === '' ? '空' : `“${value}”`}`))
  const message = `将修改 ${formatCount(told.done)} 人的信息。已报考的计划不受影响，仍用报考时的信息。`
  if (!(await confirm({ title: '批量修改', message, details, action: `修改 ${formatCount(told.done)} 人` }))) return false
  ElMessage.success(summary('已修改', await ask(false)))
  return true
}

async function tell(title: string, batch: CandidateBatch) {
  const lines = refusalLines(batch)
  if (batch.unchanged > 0) lines.push(`${formatCount(batch.unchanged)} 人无需处理`)
  await ElMessageBox.alert(h('ul', { class: 'kz-findings' }, lines.map((line) => h('li', line))), title, {
    confirmButtonText: '知道了',
    closeOnPressEscape: true,
  }).catch(() => undefined)
}
