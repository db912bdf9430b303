/** What floats over the page (dialogs, menus) hangs on the body and must go when the window is locked. */

const MARK = 'kz-covered'

/** Hides everything that floats, and takes it out of the keyboard's way. */
export function coverFloating(): void {
  for (const element of floating()) {
    element.classList.add(MARK)
    element.inert = true
  }
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

/** Brings back what was hidden. */
export function uncoverFloating(): void {
  for (const element of document.querySelectorAll<HTMLElement>(`.${MARK}`)) {
    element.classList.remove(MARK)
    element.inert = false
  }
}

function floating(): HTMLElement[] {
  // The container of menus itself stays: the lock screen may open menus of its own.
  return [...document.body.children]
    .flatMap((child) => (child.id.startsWith('el-popper-container') ? [...child.children] : [child]))
    .filter((child): child is HTMLElement => child instanceof HTMLElement && child.id !== 'app')
}
