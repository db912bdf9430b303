/** How dates, numbers and sizes are written. Dates come from the program as ISO 8601 without a zone. */

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** Year, month, day of `2026-11-20` or `2026-11-20T09:00:00`; null for anything else. */
function partsOf(text: string | null | undefined): { year: number; month: number; day: number; time: string } | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(text ?? '')
  if (!found) return null
  return { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]), time: found[4] ?? '' }
}

/** `2026-11-20`; empty for nothing. */
export function formatDate(text: string | null | undefined): string {
  return partsOf(text) ? (text ?? '').slice(0, 10) : ''
}

/** `2026-11-20 09:00`; empty for nothing. */
export function formatDateTime(text: string | null | undefined): string {
  const parts = partsOf(text)
  return parts ? `${formatDate(text)} ${parts.time}`.trim() : ''
}

/** `09:00`; empty for nothing. */
export function formatTime(text: string | null | undefined): string {
  return partsOf(text)?.time ?? ''
}

/** `2026 年 11 月 20 日`. */
export function formatLongDate(text: string | null | undefined): string {
  const parts = partsOf(text)
  return parts ? `${parts.year} 年 ${parts.month} 月 ${parts.day} 日` : ''
}

/** `11-20`. */
export function formatMonthDay(text: string | null | undefined): string {
  return partsOf(text) ? (text ?? '').slice(5, 10) : ''
}

/** `周五`. */
export function formatWeekday(text: string | null | undefined): string {
  const parts = partsOf(text)
  return parts ? (WEEKDAYS[new Date(parts.year, parts.month - 1, parts.day).getDay()] ?? '') : ''
}

/** Whole days from `now` to `date`; negative once it is over; null if one of them is missing. */
export function daysUntil(date: string | null | undefined, now: string): number | null {
  const [to, from] = [partsOf(date), partsOf(now)]
  if (!to || !from) return null
  const day = (parts: { year: number; month: number; day: number }) => Date.UTC(parts.year, parts.month - 1, parts.day)
  return Math.round((day(to) - day(from)) / 86_400_000)
}

/** `今天 09:12`, `昨天 17:42`, `11-19 17:42`, `2025-11-19`: as near as it needs to be, seen from `now`. */
export function formatRecent(text: string | null | undefined, now: string): string {
  const parts = partsOf(text)
  const days = daysUntil(text, now)
  if (!parts || days === null) return ''
  if (days === 0) return `今天 ${parts.time}`.trim()
  if (days === -1) return `昨天 ${parts.time}`.trim()
  if (parts.year === partsOf(now)?.year) return `${formatMonthDay(text)} ${parts.time}`.trim()
  return formatDate(text)
}

/** A window of time, `2026-04-10 08:00 至 2026-05-10 18:00`. */
export function formatWindow(from: string | null | undefined, to: string | null | undefined): string {
  const [start, end] = [formatDateTime(from), formatDateTime(to)]
  if (start === '' && end === '') return ''
  return `${start || '不限'} 至 ${end || '不限'}`
}

/** `1,248`. */
export function formatCount(count: number): string {
  return count.toLocaleString('zh-CN')
}

/** `1.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit] ?? ''}`
}
