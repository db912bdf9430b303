/** Pictures that come from the program as base64 and are shown as blob addresses, which the policy allows. */
import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { PhotoImage } from '@/api/generated'

/** A blob address of the picture; whoever asks revokes it. */
export function pictureUrl(image: PhotoImage): string {
  const bytes = Uint8Array.from(atob(image.base64), (letter) => letter.charCodeAt(0))
  return URL.createObjectURL(new Blob([bytes], { type: image.media_type }))
}

/** The address of a picture that changes, revoked when it is no longer shown. */
export function usePicture(image: () => PhotoImage | null | undefined): Ref<string | null> {
  const url = ref<string | null>(null)
  const drop = () => {
    if (url.value !== null) URL.revokeObjectURL(url.value)
    url.value = null
  }
  watch(
    image,
    (now) => {
      drop()
      if (now) url.value = pictureUrl(now)
    },
    { immediate: true },
  )
  onBeforeUnmount(drop)
  return url
}
