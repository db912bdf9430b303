/** The pages of docs/用户手册 as they are in this build. */
const texts = import.meta.glob<string>('../../../../../docs/用户手册/*.md', { query: '?raw', import: 'default', eager: true })
const pictures = import.meta.glob<string>('../../../../../docs/用户手册/images/*.png', { query: '?url', import: 'default', eager: true })

/** A page of the manual. */
export interface ManualPage {
  /** `07`, the order and the address. */
  key: string
  title: string
  text: string
}

const fileOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** All pages in their order. */
export const pages: ManualPage[] = Object.entries(texts)
  .map(([path, text]) => {
    const [key = '', title = ''] = fileOf(path).replace(/\.md$/, '').split('-')
    return { key, title, text }
  })
  .sort((a, b) => a.key.localeCompare(b.key))

/** The address of a picture that a page names; undefined when this build has none. */
export function pictureOf(name: string): string | undefined {
  return Object.entries(pictures).find(([path]) => fileOf(path) === fileOf(decodeURI(name)))?.[1]
}

/** The page that a link such as `05-计划与考场.md#考场` leads to. */
export function pageOf(link: string): ManualPage | undefined {
  const file = fileOf(decodeURI(link).split('#')[0] ?? '')
  return pages.find((page) => `${page.key}-${page.title}.md` === file)
}
