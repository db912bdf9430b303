/** Keys that do something: registered where they act, listed for whoever asks with `?`. */
import { onActivated, onBeforeUnmount, onDeactivated, onMounted, shallowReactive } from 'vue'
import { useSession } from './session'

/** A key and what it does. */
export interface Shortcut {
  /** As written on screen: `Ctrl+K`, `F8`, `?`, `↑`. Ctrl is also Command. */
  keys: string
  title: string
  group: string
  /** Also while something is being typed into a field. */
  inFields: boolean
  run: (event: KeyboardEvent) => unknown
}

/** The keys that act now, the latest last; a page's keys go before the window's. */
export const shortcuts = shallowReactive<Shortcut[]>([])

let listening = false

/** Lets `keys` act while the component is on screen (mounted, and its tab chosen). */
export function useShortcut(
  keys: string,
  title: string,
  run: (event: KeyboardEvent) => unknown,
  options: { group?: string; inFields?: boolean } = {},
): void {
  const shortcut = { keys, title, run, group: options.group ?? '本页', inFields: options.inFields ?? false }
  const session = useSession()
  listen(() => session.stage === 'ready')
  const add = () => {
    if (!shortcuts.includes(shortcut)) shortcuts.push(shortcut)
  }
  const remove = () => {
    const place = shortcuts.indexOf(shortcut)
    if (place >= 0) shortcuts.splice(place, 1)
  }
  onMounted(add)
  onActivated(add)
  onDeactivated(remove)
  onBeforeUnmount(remove)
}

function listen(mayAct: () => boolean) {
  if (listening) return
  listening = true
  let covered = { menu: false, dialog: false }
  // Before the menu or the dialog itself hears of it and is gone.
  window.addEventListener('keydown', () => (covered = { menu: menuIsOpen(), dialog: dialogIsOpen() }), true)
  window.addEventListener('keydown', (event) => {
    // A dialog over the page keeps the page's keys from acting behind it.
    if (event.defaultPrevented || !mayAct()) return
    const typing = isField(event.target)
    const pressed = keysOf(event)
    const shortcut = shortcuts.filter((candidate) => candidate.keys === pressed && (candidate.inFields || !typing)).at(-1)
    if (!shortcut || (covered.dialog && shortcut.group === '本页')) return
    // Esc closes the innermost thing only: a menu or a choice before the pane behind it.
    if (pressed === 'Esc' && covered.menu) return
    event.preventDefault()
    void shortcut.run(event)
  })
}

const NAMES: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', ' ': '空格' }

/** What was pressed, in the words of `Shortcut.keys`. */
export function keysOf(event: KeyboardEvent): string {
  const name = NAMES[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key)
  // `?` and its like are already shifted.
  const shifted = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', shifted ? 'Shift' : '', name]
    .filter(Boolean)
    .join('+')
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function menuIsOpen(): boolean {
  return document.querySelector('.el-popper[aria-hidden="false"]:not([role="tooltip"].is-dark)') !== null
}

function dialogIsOpen(): boolean {
  // Dialogs that were open once stay in the document, hidden: any of them may be the one on screen.
  return [...document.querySelectorAll('[aria-modal="true"]:not([inert])')].some((one) => one.getClientRects().length > 0)
}
