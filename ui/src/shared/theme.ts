/** Light or dark: what was chosen, what it comes to, and the class on `<html>` that the tokens follow. */
import { computed, ref, watchEffect } from 'vue'
import { recall, remember } from './remember'

/** What can be chosen; `system` follows the computer. */
export type ThemeChoice = 'system' | 'light' | 'dark'

const KEY = 'theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = ref(system.matches)
const choice = ref<ThemeChoice>(known(recall<string>(KEY, 'system')))

system.addEventListener('change', (event) => {
  systemIsDark.value = event.matches
})

/** Whether the window is dark now. */
export const isDark = computed(() => (choice.value === 'system' ? systemIsDark.value : choice.value === 'dark'))

/** The choices in their order, for a menu or a settings screen. */
export const themeChoices: { value: ThemeChoice; title: string }[] = [
  { value: 'system', title: '跟随系统' },
  { value: 'light', title: '浅色' },
  { value: 'dark', title: '深色' },
]

/** The choice, to be read and set; it is remembered. */
export const theme = computed<ThemeChoice>({
  get: () => choice.value,
  set: (value) => {
    choice.value = value
    remember(KEY, value)
  },
})

/** Keeps `<html>` in step with the choice. Called once, before anything is drawn. */
export function followTheme(): void {
  watchEffect(() => document.documentElement.classList.toggle('dark', isDark.value))
}

function known(value: string): ThemeChoice {
  return value === 'light' || value === 'dark' ? value : 'system'
}
