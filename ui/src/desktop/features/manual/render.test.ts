import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { pages, pictureOf } from './pages'
import { rendered } from './render'

const shown = (text: string, follow = vi.fn()) => ({ page: mount(() => rendered(text, follow)), follow })

describe('the manual', () => {
  it('has every chapter, each with one title', () => {
    expect(pages.length).toBeGreaterThan(10)
    for (const page of pages) {
      const { page: drawn } = shown(page.text)
      expect(drawn.findAll('h1'), page.title).toHaveLength(1)
      expect(drawn.text(), page.title).not.toMatch(/\*\*|\]\(/)
    }
  })

  it('shows lists, tables and marks, and passes no markup on', () => {
    const { page } = shown('# 题\n\n1. **一** `二`\n\n| 甲 | 乙 |\n|---|---|\n| 1 < 2 | 丙 |\n\n<img src=x onerror=alert(1)>')
    expect(page.find('li strong').text()).toBe('一')
    expect(page.find('td').text()).toBe('1 < 2')
    expect(page.find('img').exists()).toBe(false)
  })

  it('follows links between chapters', async () => {
    const { page, follow } = shown('见[照片](04-照片.md)')
    await page.find('button').trigger('click')
    expect(follow).toHaveBeenCalledWith('04')
  })

  it('names no picture that is not there', () => {
    const named = pages.flatMap((page) => [...page.text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((found) => found[1] ?? ''))
    const missing = named.filter((name) => pictureOf(name) === undefined)
    expect(missing).toEqual([])
  })
})
