/** Pages, zoom and rulers of the preview: arithmetic only. */

/** Pixels of a millimetre at 100 %: a CSS inch has 96 of them. */
export const PIXELS_PER_MM = 96 / 25.4

/** Steps of the zoom buttons, per cent. */
export const ZOOM_STEPS = [25, 33, 50, 67, 75, 100, 125, 150, 200, 300]

/** The page nearest to `page` that there is; 1 when there are none. */
export function clampPage(page: number, pages: number): number {
  if (!Number.isFinite(page)) return 1
  return Math.max(1, Math.min(Math.trunc(page), Math.max(1, pages)))
}

/** The next larger or smaller step of the zoom. */
export function stepZoom(percent: number, larger: boolean): number {
  if (larger) return ZOOM_STEPS.find((step) => step > percent + 0.5) ?? 300
  return [...ZOOM_STEPS].reverse().find((step) => step < percent - 0.5) ?? 25
}

/** The zoom at which a page of this size (mm) is wholly seen in a stage of this size (pixels). */
export function fitZoom(page: { width: number; height: number }, stage: { width: number; height: number }): number {
  if (page.width <= 0 || page.height <= 0 || stage.width <= 0 || stage.height <= 0) return 50
  const scale = Math.min(stage.width / page.width, stage.height / page.height) / PIXELS_PER_MM
  return Math.max(10, Math.min(300, Math.floor(scale * 100)))
}

/** A mark of a ruler. */
export interface Tick {
  /** Where, mm. */
  mm: number
  /** How long, pixels. */
  length: number
  /** The number beside it; empty for most. */
  label: string
}

/** The marks of a ruler over `length` mm: every 10 mm, a number where there is room for it. */
export function ticks(length: number, zoom: number): Tick[] {
  const pixelsPerTen = 10 * PIXELS_PER_MM * (zoom / 100)
  const every = pixelsPerTen < 14 ? 50 : pixelsPerTen < 28 ? 50 : 10
  const marks: Tick[] = []
  for (let mm = 0; mm <= length; mm += 10) {
    const numbered = mm % every === 0
    marks.push({ mm, length: mm % 50 === 0 ? 10 : 5, label: numbered ? `${mm}` : '' })
  }
  return marks
}

/** The labels of a sheet with what stands where: used ones before `first`. */
export function labelsOf(columns: number, rows: number, first: number): { number: number; used: boolean }[] {
  return Array.from({ length: columns * rows }, (_, place) => ({ number: place + 1, used: place + 1 < first }))
}
