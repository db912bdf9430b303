/** Markdown of the manual as elements. No markup of the text is passed on: what is not known here is shown as text. */
import { marked, type Token, type Tokens } from 'marked'
import { h, type VNode } from 'vue'
import { pageOf, pictureOf } from './pages'

/** What a link inside the manual does. */
export type Follow = (page: string) => void

type Child = VNode | string

/** The text as elements. */
export function rendered(text: string, follow: Follow): Child[] {
  return marked.lexer(text).flatMap((token) => block(token, follow))
}

function block(token: Token, follow: Follow): Child[] {
  switch (token.type) {
    case 'space':
      return []
    case 'heading':
      return [h(`h${(token as Tokens.Heading).depth}`, inlines(token, follow))]
    case 'paragraph':
      return [h('p', inlines(token, follow))]
    case 'blockquote':
      return [h('blockquote', (token as Tokens.Blockquote).tokens.flatMap((one) => block(one, follow)))]
    case 'code':
      return [h('pre', [h('code', (token as Tokens.Code).text)])]
    case 'hr':
      return [h('hr')]
    case 'list': {
      const list = token as Tokens.List
      const items = list.items.map((item) => h('li', item.tokens.flatMap((one) => block(one, follow))))
      return [h(list.ordered ? 'ol' : 'ul', items)]
    }
    case 'table': {
      const table = token as Tokens.Table
      const cell = (tag: string) => (one: Tokens.TableCell) => h(tag, one.tokens.flatMap((part) => inline(part, follow)))
      return [
        h('table', [
          h('thead', [h('tr', table.header.map(cell('th')))]),
          h('tbody', table.rows.map((row) => h('tr', row.map(cell('td'))))),
        ]),
      ]
    }
    default:
      return inline(token, follow)
  }
}

function inlines(token: Token, follow: Follow): Child[] {
  const parts = 'tokens' in token ? token.tokens : undefined
  return parts ? parts.flatMap((one) => inline(one, follow)) : [plain(token)]
}

function inline(token: Token, follow: Follow): Child[] {
  switch (token.type) {
    case 'strong':
      return [h('strong', inlines(token, follow))]
    case 'em':
      return [h('em', inlines(token, follow))]
    case 'codespan':
      return [h('code', (token as Tokens.Codespan).text)]
    case 'br':
      return [h('br')]
    case 'image': {
      const image = token as Tokens.Image
      const src = pictureOf(image.href)
      return src ? [h('img', { src, alt: image.text, loading: 'lazy' })] : []
    }
    case 'link': {
      const link = token as Tokens.Link
      const page = pageOf(link.href)
      const words = inlines(token, follow)
      return page ? [h('button', { type: 'button', class: 'kz-link', onClick: () => follow(page.key) }, words)] : words
    }
    default:
      return inlines(token, follow)
  }
}

function plain(token: Token): string {
  const text = 'text' in token ? String(token.text) : token.raw
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}
