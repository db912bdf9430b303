/** The icons of this screen, with the one that only a scanner needs. */
import { h, type FunctionalComponent } from 'vue'

export { IconCheck, IconFault, IconInfo, IconWarning } from '@/shared/icons'

/** A code between the corners of a finder. */
export const IconScan: FunctionalComponent = () =>
  h('svg', { class: 'kz-icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }, [
    h('path', { d: 'M2.5 5V3a.5.5 0 0 1 .5-.5h2M11 2.5h2a.5.5 0 0 1 .5.5v2M13.5 11v2a.5.5 0 0 1-.5.5h-2M5 13.5H3a.5.5 0 0 1-.5-.5v-2' }),
    h('path', { d: 'M5.5 5.5v5M8 5.5v5M10.5 5.5v5' }),
  ])
