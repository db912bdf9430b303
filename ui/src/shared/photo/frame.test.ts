import { describe, expect, it } from 'vitest'
import { LEAST_WIDTH, PHOTO, largest, moved, rounded, scaled, turned, type Frame, type Size } from './frame'

const inside = (frame: Frame, size: Size) =>
  frame.x >= 0 && frame.y >= 0 && frame.x + frame.width <= size.width && frame.y + frame.height <= size.height

describe('the frame of a crop', () => {
  it('takes a photo of the right size whole', () => {
    expect(rounded(largest(PHOTO), PHOTO)).toEqual({ x: 0, y: 0, ...PHOTO })
  })

  it('stays inside the picture, however it is pushed and scaled', () => {
    for (const size of [{ width: 600, height: 840 }, { width: 900, height: 400 }, { width: 301, height: 2000 }]) {
      let frame = largest(size)
      for (const step of [
        (one: Frame) => moved(one, size, -5000, 20),
        (one: Frame) => scaled(one, size, 0.7),
        (one: Frame) => moved(one, size, 5000, 5000),
        (one: Frame) => scaled(one, size, 9),
        (one: Frame) => scaled(one, size, 0.01),
      ]) {
        frame = step(frame)
        expect(inside(rounded(frame, size), size)).toBe(true)
        expect(frame.width / frame.height).toBeCloseTo(PHOTO.width / PHOTO.height, 6)
      }
    }
  })

  it('never becomes too small to print, unless the picture is', () => {
    const size = { width: 1000, height: 1400 }
    expect(scaled(largest(size), size, 0.001).width).toBe(LEAST_WIDTH)
    const tiny = { width: 100, height: 140 }
    expect(scaled(largest(tiny), tiny, 0.001).width).toBeCloseTo(100)
  })

  it('turns with the picture', () => {
    expect(turned({ width: 840, height: 600 }, 1)).toEqual({ width: 600, height: 840 })
    expect(turned({ width: 840, height: 600 }, 2)).toEqual({ width: 840, height: 600 })
  })
})
