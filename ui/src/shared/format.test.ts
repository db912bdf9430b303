import { describe, expect, it } from 'vitest'
import { daysUntil, formatBytes, formatDateTime, formatLongDate, formatRecent, formatWeekday, formatWindow } from './format'

const now = '2026-11-20T09:30:00'

describe('format', () => {
  it('writes dates without moving them between zones', () => {
    expect(formatDateTime('2026-11-20T09:30:00')).toBe('2026-11-20 09:30')
    expect(formatLongDate(now)).toBe('2026 年 11 月 20 日')
    expect(formatWeekday('2026-11-20')).toBe('周五')
    expect([formatDateTime(null), formatDateTime(''), formatDateTime('明天')]).toEqual(['', '', ''])
  })

  it('counts days by the calendar, not by hours', () => {
    expect(daysUntil('2026-11-21T00:01', now)).toBe(1)
    expect(daysUntil('2026-11-19T23:59', now)).toBe(-1)
    expect(daysUntil('2027-03-29', '2027-03-28')).toBe(1)
    expect(daysUntil(null, now)).toBeNull()
  })

  it('writes what is near as near', () => {
    expect(formatRecent('2026-11-20T09:12:00', now)).toBe('今天 09:12')
    expect(formatRecent('2026-11-19T17:42:00', now)).toBe('昨天 17:42')
    expect(formatRecent('2026-11-02T17:42:00', now)).toBe('11-02 17:42')
    expect(formatRecent('2025-11-20T09:12:00', now)).toBe('2025-11-20')
  })

  it('writes windows and sizes', () => {
    expect(formatWindow('2026-04-10T08:00', '2026-05-10T18:00')).toBe('2026-04-10 08:00 至 2026-05-10 18:00')
    expect(formatWindow(null, '2026-05-10T18:00')).toBe('不限 至 2026-05-10 18:00')
    expect(formatBytes(999)).toBe('999 B')
    expect(formatBytes(1_468_006)).toBe('1.4 MB')
  })
})
