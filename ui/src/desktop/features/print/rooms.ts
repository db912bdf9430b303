/** How rooms are named where there is little room. */
import type { PrintRoom } from '@/api/generated'

/** The name, or the code of one whose name is too long for a chip. */
export function shortName(room: PrintRoom): string {
  return room.name.length <= 6 ? room.name : room.code
}
