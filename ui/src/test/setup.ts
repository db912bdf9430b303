/** What the tests' browser lacks. */
import { afterEach } from 'vitest'

if (!('matchMedia' in window)) {
  Object.defineProperty(window, 'matchMedia', {
    value: () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }),
  })
}

afterEach(() => {
  localStorage.clear()
  document.body.innerHTML = ''
})
