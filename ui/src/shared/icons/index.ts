/**
 * The icons: a grid of 16, one stroke, the colour of the text. Used as components: `<IconPlus />`,
 * `:icon="IconPlus"` of an `el-button`, `icon: IconPrinter` of a menu entry.
 */
import { h, type FunctionalComponent } from 'vue'

type Shape = [tag: 'path' | 'circle' | 'rect', attributes: Record<string, string>]

function icon(...shapes: Shape[]): FunctionalComponent {
  const drawn: FunctionalComponent = () =>
    h(
      'svg',
      { class: 'kz-icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
      shapes.map(([tag, attributes]) => h(tag, attributes)),
    )
  return drawn
}

export const IconSearch = icon(['circle', { cx: '7', cy: '7', r: '4.3' }], ['path', { d: 'm10.3 10.3 3.2 3.2' }])
export const IconChevronDown = icon(['path', { d: 'm4 6 4 4 4-4' }])
export const IconChevronUp = icon(['path', { d: 'm4 10 4-4 4 4' }])
export const IconChevronLeft = icon(['path', { d: 'm10 4-4 4 4 4' }])
export const IconChevronRight = icon(['path', { d: 'm6 4 4 4-4 4' }])
export const IconClose = icon(['path', { d: 'm4 4 8 8M12 4l-8 8' }])
export const IconHome = icon(
  ['path', { d: 'M2.5 7.2 8 2.8l5.5 4.4V13a.5.5 0 0 1-.5.5H3a.5.5 0 0 1-.5-.5z' }],
  ['path', { d: 'M6.3 13.5V9.3h3.4v4.2' }],
)
export const IconCalendar = icon(
  ['rect', { x: '2.5', y: '3.5', width: '11', height: '10', rx: '1.5' }],
  ['path', { d: 'M2.5 6.8h11M5.5 2v3M10.5 2v3' }],
)
export const IconBook = icon(
  ['path', { d: 'M8 4.5C7 3.4 5 3 2.5 3v9.5c2.5 0 4.5.4 5.5 1.5 1-1.1 3-1.5 5.5-1.5V3C11 3 9 3.4 8 4.5zM8 4.5V14' }],
)
export const IconPerson = icon(
  ['circle', { cx: '8', cy: '5.3', r: '2.6' }],
  ['path', { d: 'M2.8 13.5c.5-2.7 2.5-4 5.2-4s4.7 1.3 5.2 4' }],
)
export const IconPortrait = icon(
  ['rect', { x: '2.5', y: '2.5', width: '11', height: '11', rx: '1.5' }],
  ['circle', { cx: '8', cy: '6.6', r: '1.8' }],
  ['path', { d: 'M4.5 13.3c.3-2 1.7-3 3.5-3s3.2 1 3.5 3' }],
)
export const IconPin = icon(
  ['path', { d: 'M8 14s4.5-4 4.5-7.5a4.5 4.5 0 0 0-9 0C3.5 10 8 14 8 14z' }],
  ['circle', { cx: '8', cy: '6.5', r: '1.6' }],
)
export const IconDoor = icon(['path', { d: 'M4 13.5V2.5h8v11M2 13.5h12M9.8 8v.6' }])
export const IconList = icon(['path', { d: 'M6 4h7.5M6 8h7.5M6 12h7.5M2.7 4h.6M2.7 8h.6M2.7 12h.6' }])
export const IconCard = icon(
  ['rect', { x: '2', y: '3.5', width: '12', height: '9', rx: '1.5' }],
  ['path', { d: 'M2 6.5h12M4.5 10h2.5' }],
)
export const IconGrid = icon(
  ['rect', { x: '2.5', y: '2.5', width: '4.2', height: '4.2', rx: '1' }],
  ['rect', { x: '9.3', y: '2.5', width: '4.2', height: '4.2', rx: '1' }],
  ['rect', { x: '2.5', y: '9.3', width: '4.2', height: '4.2', rx: '1' }],
  ['rect', { x: '9.3', y: '9.3', width: '4.2', height: '4.2', rx: '1' }],
)
export const IconPrinter = icon(
  ['path', { d: 'M4.5 6V2.5h7V6M4.5 11.5h-1a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v3.5a1 1 0 0 1-1 1h-1' }],
  ['path', { d: 'M4.5 9.5h7v4h-7z' }],
)
export const IconCheckSquare = icon(
  ['rect', { x: '2.5', y: '2.5', width: '11', height: '11', rx: '1.5' }],
  ['path', { d: 'M5.3 8.2 7.2 10l3.6-4' }],
)
export const IconBadge = icon(
  ['rect', { x: '3', y: '4', width: '10', height: '9.5', rx: '1.5' }],
  ['path', { d: 'M6.5 4V2.5h3V4' }],
  ['circle', { cx: '8', cy: '7.8', r: '1.4' }],
  ['path', { d: 'M5.6 11.5c.4-1.1 1.2-1.6 2.4-1.6s2 .5 2.4 1.6' }],
)
export const IconBars = icon(['path', { d: 'M3.5 13.5V9M8 13.5V3M12.5 13.5V6.5' }])
export const IconAward = icon(
  ['circle', { cx: '8', cy: '6.2', r: '3.7' }],
  ['path', { d: 'M5.8 9.3 5 13.8l3-1.6 3 1.6-.8-4.5' }],
)
export const IconSync = icon(
  ['path', { d: 'M13 6.3A5.3 5.3 0 0 0 3.5 5M3.2 2.3V5H6M3 9.7A5.3 5.3 0 0 0 12.5 11M12.8 13.7V11H10' }],
)
export const IconUpload = icon(['path', { d: 'M8 10.5v-8M5 5.3l3-3 3 3M2.5 10.5v3h11v-3' }])
export const IconDownload = icon(['path', { d: 'M8 2.5v8M5 7.7l3 3 3-3M2.5 10.5v3h11v-3' }])
export const IconPlus = icon(['path', { d: 'M8 3v10M3 8h10' }])
export const IconMinus = icon(['path', { d: 'M3.5 8h9' }])
export const IconMore = icon(
  ['circle', { class: 'filled', cx: '3.5', cy: '8', r: '1' }],
  ['circle', { class: 'filled', cx: '8', cy: '8', r: '1' }],
  ['circle', { class: 'filled', cx: '12.5', cy: '8', r: '1' }],
)
export const IconOffline = icon(
  ['path', { d: 'M5 12.5h6.5a2.7 2.7 0 0 0 .8-5.3A4.3 4.3 0 0 0 6 4.4M4.3 6.3A3.2 3.2 0 0 0 4.5 12.5M2 2l12 12' }],
)
export const IconWarning = icon(['path', { d: 'M8 2.5 14.2 13.3H1.8zM8 6.5v3.2M8 11.4v.1' }])
export const IconFault = icon(['circle', { cx: '8', cy: '8', r: '5.7' }], ['path', { d: 'M8 5v3.7M8 10.9v.1' }])
export const IconInfo = icon(['circle', { cx: '8', cy: '8', r: '5.7' }], ['path', { d: 'M8 7.3v3.5M8 5.2v.1' }])
export const IconClock = icon(['circle', { cx: '8', cy: '8', r: '5.7' }], ['path', { d: 'M8 4.8V8l2.3 1.5' }])
export const IconBin = icon(['path', { d: 'M3 4.5h10M6.3 4.5V2.7h3.4v1.8M4.3 4.5l.6 9h6.2l.6-9' }])
export const IconCheck = icon(['path', { d: 'm3.5 8.5 3 3 6-7' }])
export const IconRefresh = icon(['path', { d: 'M13.2 8a5.2 5.2 0 1 1-1.5-3.7L13.2 5.8M13.2 2.5v3.3H10' }])
export const IconEye = icon(
  ['path', { d: 'M1.5 8S4 3.7 8 3.7 14.5 8 14.5 8 12 12.3 8 12.3 1.5 8 1.5 8z' }],
  ['circle', { cx: '8', cy: '8', r: '1.9' }],
)
export const IconFile = icon(['path', { d: 'M4 1.8h5.5L12.5 5v9.2h-8.5zM9.3 1.8V5.2h3.2' }])
export const IconFolder = icon(
  ['path', { d: 'M1.8 12.2V4a1 1 0 0 1 1-1h3l1.5 1.8h5.9a1 1 0 0 1 1 1v6.4a1 1 0 0 1-1 1H2.8a1 1 0 0 1-1-1z' }],
)
export const IconUndo = icon(['path', { d: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.8 3.5 2.8 6.5l3 3' }])
export const IconRedo = icon(['path', { d: 'M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M10.2 3.5l3 3-3 3' }])
export const IconArrowRight = icon(['path', { d: 'M3 8h10M9.5 4.5 13 8l-3.5 3.5' }])
export const IconLock = icon(
  ['rect', { x: '3.5', y: '7', width: '9', height: '6.5', rx: '1.2' }],
  ['path', { d: 'M5.5 7V5a2.5 2.5 0 0 1 5 0v2' }],
)
export const IconSwap = icon(['path', { d: 'M2.5 5.5h10M10 3l2.5 2.5L10 8M13.5 10.5h-10M6 8l-2.5 2.5L6 13' }])
export const IconRuler = icon(
  ['rect', { x: '1.5', y: '5', width: '13', height: '6', rx: '1' }],
  ['path', { d: 'M4.5 5v2.3M7 5v3.3M9.5 5v2.3M12 5v2.3' }],
)
export const IconLaptop = icon(
  ['rect', { x: '3', y: '3', width: '10', height: '7.5', rx: '1' }],
  ['path', { d: 'M1.5 13h13' }],
)
export const IconGear = icon(
  ['circle', { cx: '8', cy: '8', r: '2.1' }],
  ['path', { d: 'M8 1.8v1.9M8 12.3v1.9M1.8 8h1.9M12.3 8h1.9M3.6 3.6l1.4 1.4M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4' }],
)
export const IconShield = icon(['path', { d: 'M8 1.8 13 3.6v4c0 3.2-2.1 5.4-5 6.6-2.9-1.2-5-3.4-5-6.6v-4z' }])
export const IconArchive = icon(
  ['rect', { x: '2', y: '3', width: '12', height: '3', rx: '.8' }],
  ['path', { d: 'M3 6v6.2a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1V6M6.5 8.8h3' }],
)
export const IconHistory = icon(['path', { d: 'M2.8 8a5.2 5.2 0 1 0 1.5-3.7L2.8 5.8M2.8 2.5v3.3H6M8 5.2V8l2 1.3' }])
export const IconFilter = icon(['path', { d: 'M2.2 3.2h11.6L9.4 8.5v4l-2.8 1.3V8.5z' }])
export const IconColumns = icon(
  ['rect', { x: '2.2', y: '3', width: '11.6', height: '10', rx: '1.2' }],
  ['path', { d: 'M6.1 3v10M9.9 3v10' }],
)
export const IconSun = icon(
  ['circle', { cx: '8', cy: '8', r: '2.7' }],
  ['path', { d: 'M8 1.7v1.5M8 12.8v1.5M1.7 8h1.5M12.8 8h1.5M3.5 3.5l1.1 1.1M11.4 11.4l1.1 1.1M12.5 3.5l-1.1 1.1M4.6 11.4l-1.1 1.1' }],
)
export const IconMoon = icon(['path', { d: 'M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z' }])
export const IconKeyboard = icon(
  ['rect', { x: '1.8', y: '4', width: '12.4', height: '8', rx: '1.2' }],
  ['path', { d: 'M4.3 6.6h.1M6.8 6.6h.1M9.2 6.6h.1M11.7 6.6h.1M5 9.4h6' }],
)
export const IconExit = icon(
  ['path', { d: 'M6.5 2.8H3.8a1 1 0 0 0-1 1v8.4a1 1 0 0 0 1 1h2.7M10 5l3 3-3 3M13 8H6.3' }],
)
export const IconPencil = icon(['path', { d: 'M10.8 2.8 13.2 5.2 5.6 12.8 2.6 13.4l.6-3z' }])
export const IconCopy = icon(
  ['rect', { x: '5.5', y: '5.5', width: '8', height: '8', rx: '1.2' }],
  ['path', { d: 'M3.5 10.5h-1V3.2a.7.7 0 0 1 .7-.7h7.3v1' }],
)
export const IconSchool = icon(
  ['path', { d: 'M8 2.2 14.5 5.4 8 8.6 1.5 5.4zM4 6.8v4c2.4 2 5.6 2 8 0v-4M14.5 5.4v4' }],
)
export const IconPeople = icon(
  ['circle', { cx: '6', cy: '5.6', r: '2.3' }],
  ['path', { d: 'M1.8 13c.4-2.4 2-3.6 4.2-3.6s3.800 1.200 4.200 3.600M10.300 3.500a2.300 2.300 0 0 1 0 4.200M11.600 9.700c1.500.5 2.400 1.600 2.700 3.300' }],
)
export const IconQuestion = icon(
  ['circle', { cx: '8', cy: '8', r: '5.7' }],
  ['path', { d: 'M6.3 6.4a1.7 1.7 0 1 1 2.4 1.6c-.5.3-.7.6-.7 1.2M8 11.1v.1' }],
)
export const IconArrowUp = icon(['path', { d: 'M8 13V3M4.500 6.500 8 3l3.500 3.500' }])
export const IconArrowDown = icon(['path', { d: 'M8 3v10M4.500 9.500 8 13l3.500-3.500' }])
export const IconExternal = icon(
  ['path', { d: 'M9 2.800h4.200V7M13 3 7.500 8.500M11.500 9v3.200a1 1 0 0 1-1 1H3.800a1 1 0 0 1-1-1V5.500a1 1 0 0 1 1-1H7' }],
)
