/** Photos as the window shows them: fetched a few at a time, kept for a while, forgotten when they change. */
import { reactive } from 'vue'
import { call } from '@/api/call'

/** How many are kept; one is some 24 KB. */
const KEPT = 400
const AT_ONCE = 6

const urls = new Map<string, Promise<string | null>>()
const waiting: (() => void)[] = []
let busy = 0

/** Grows when a candidate's photo changed, so that what shows it asks again. */
const editions = reactive(new Map<string, number>())

/** The edition of a candidate's photo. */
export function photoEdition(candidateId: string): number {
  return editions.get(candidateId) ?? 0
}

/** Forgets a candidate's photo after it was replaced, cropped or deleted. */
export function forgetPhoto(candidateId: string): void {
  drop(candidateId)
  editions.set(candidateId, photoEdition(candidateId) + 1)
}

/** The address of a candidate's photo, or null when there is none. */
export function photoUrl(candidateId: string): Promise<string | null> {
  const known = urls.get(candidateId)
  if (known) {
    urls.delete(candidateId)
    urls.set(candidateId, known)
    return known
  }
  const asked = fetchPhoto(candidateId)
  urls.set(candidateId, asked)
  asked.catch(() => urls.delete(candidateId))
  for (const oldest of urls.keys()) {
    if (urls.size <= KEPT) break
    drop(oldest)
  }
  return asked
}

async function fetchPhoto(candidateId: string): Promise<string | null> {
  if (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  busy += 1
  try {
    const image = await call('photo.image', { candidate_id: candidateId })
    if (image === null) return null
    const bytes = Uint8Array.from(atob(image.base64), (letter) => letter.charCodeAt(0))
    return URL.createObjectURL(new Blob([bytes], { type: image.media_type }))
  } finally {
    busy -= 1
    waiting.shift()?.()
  }
}

function drop(key: string): void {
  const asked = urls.get(key)
  urls.delete(key)
  void asked?.then((url) => url !== null && URL.revokeObjectURL(url)).catch(() => undefined)
}
