/**
 * pdf.js, from this program's own files. The legacy build, because WebKitGTK and WKWebView lack what the modern one
 * takes for granted. Nothing is evaluated and nothing is fetched: the fonts are in the PDFs.
 */
import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy, RenderTask } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

let worker: Worker | null = null

/** An open PDF. */
export interface OpenPdf {
  pages: number
  /** Size of a page, mm. */
  size: (page: number) => Promise<{ width: number; height: number }>
  /** Draws a page; `scale` is device pixels per millimetre. Gives nothing when it was overtaken. */
  draw: (page: number, canvas: HTMLCanvasElement, scale: number) => Promise<void>
  close: () => void
}

const POINTS_PER_MM = 72 / 25.4

/** Opens a PDF that came as base64. */
export async function openPdf(base64: string): Promise<OpenPdf> {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  // A worker of our own: pdf.js takes the program's scheme for a foreign origin and would wrap it in a blob.
  worker ??= new Worker(workerUrl, { type: 'module' })
  const task: PDFDocumentLoadingTask = pdfjs.getDocument({
    data: bytesOf(base64),
    worker: pdfjs.PDFWorker.create({ port: worker } as never),
    isEvalSupported: false,
    enableXfa: false,
    disableAutoFetch: true,
    useWasm: false,
    stopAtErrors: false,
  })
  const document: PDFDocumentProxy = await task.promise
  let running: RenderTask | null = null
  return {
    pages: document.numPages,
    size: async (page) => {
      const { width, height } = (await document.getPage(page)).getViewport({ scale: 1 / POINTS_PER_MM })
      return { width, height }
    },
    draw: async (page, canvas, scale) => {
      running?.cancel()
      const proxy: PDFPageProxy = await document.getPage(page)
      const viewport = proxy.getViewport({ scale: scale / POINTS_PER_MM })
      // Drawn beside and put there at once: the page before stays until the next one is whole.
      const drawn = window.document.createElement('canvas')
      drawn.width = Math.ceil(viewport.width)
      drawn.height = Math.ceil(viewport.height)
      const mine = proxy.render({ canvas: drawn, viewport })
      running = mine
      try {
        await mine.promise
      } catch (thrown) {
        if (thrown instanceof Error && thrown.name === 'RenderingCancelledException') return
        throw thrown
      }
      if (running !== mine) return
      canvas.width = drawn.width
      canvas.height = drawn.height
      canvas.getContext('2d')?.drawImage(drawn, 0, 0)
    },
    close: () => {
      running?.cancel()
      void task.destroy()
    },
  }
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
}
