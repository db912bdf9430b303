/** Starts the window. */
import 'element-plus/theme-chalk/base.css'
import '@/shared/styles/fonts.css'
import '@fontsource/noto-sans-sc/400.css'
import '@fontsource/noto-sans-sc/700.css'
import '@/shared/styles/tokens.css'
import '@/shared/styles/base.css'
import '@/shared/styles/element.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { showError } from '@/shared/showError'
import { followTheme } from '@/shared/theme'
import App from './frame/App.vue'
import { makeRouter } from './frame/router'

followTheme()

const app = createApp(App)
app.use(createPinia())
app.use(makeRouter())
// What no page has caught is still said, never swallowed.
app.config.errorHandler = (fault) => showError(fault)
window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  showError(event.reason)
})
app.mount('#app')
