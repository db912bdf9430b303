/** The frame of a crop: a rectangle of the photo's shape, in pixels of the picture as it is turned. */

/** Width and height in pixels. */
export interface Size {
  width: number
  height: number
}

/** A part of a picture. */
export interface Frame extends Size {
  x: number
  y: number
}

/** What a photo is: 295 × 413 pixels. */
export const PHOTO: Size = { width: 295, height: 413 }
/** Below this width the program refuses the part as too small to print. */
export const LEAST_WIDTH = Math.ceil(PHOTO.width * 0.6)

/** The size of a picture after quarter turns. */
export function turned(size: Size, quarterTurns: number): Size {
  return quarterTurns % 2 === 0 ? size : { width: size.height, height: size.width }
}

/** The largest frame of the photo's shape; heads stand near the top, so most of the surplus goes below. */
export function largest(size: Size): Frame {
  const width = Math.min(size.width, (size.height * PHOTO.width) / PHOTO.height)
  const height = (width * PHOTO.height) / PHOTO.width
  return { x: (size.width - width) / 2, y: (size.height - height) / 5, width, height }
}

/** The frame moved, kept inside the picture. */
export function moved(frame: Frame, size: Size, right: number, down: number): Frame {
  const within = (value: number, most: number) => Math.min(Math.max(0, value), Math.max(0, most))
  return {
    ...frame,
    x: within(frame.x + right, size.width - frame.width),
    y: within(frame.y + down, size.height - frame.height),
  }
}

/** The frame made wider or narrower around its middle, kept inside the picture and large enough to print. */
export function scaled(frame: Frame, size: Size, factor: number): Frame {
  const most = largest(size).width
  const width = Math.min(most, Math.max(Math.min(LEAST_WIDTH, most), frame.width * factor))
  const height = (width * PHOTO.height) / PHOTO.width
  const around = {
    width,
    height,
    x: frame.x + (frame.width - width) / 2,
    y: frame.y + (frame.height - height) / 2,
  }
  return moved(around, size, 0, 0)
}

/** Whole pixels that lie inside the picture. */
export function rounded(frame: Frame, size: Size): Frame {
  const width = Math.min(Math.round(frame.width), size.width)
  const height = Math.min(Math.round(frame.height), size.height)
  return {
    width,
    height,
    x: Math.min(Math.max(0, Math.round(frame.x)), size.width - width),
    y: Math.min(Math.max(0, Math.round(frame.y)), size.height - height),
  }
}
