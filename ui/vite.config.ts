import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import AutoImport from 'unplugin-auto-import/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import Components from 'unplugin-vue-components/vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** Every browser that runs this reads WOFF2; without the WOFF copies the packages are 10 MB smaller. */
function woff2Only(): Plugin {
  return {
    name: 'kaozhan:woff2-only',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@fontsource') || !id.includes('.css')) return null
      return code.replace(/,\s*url\([^)]*\.woff\)\s*format\(['"]woff['"]\)/g, '')
    },
  }
}

/**
 * The window freezes Object.prototype, and then a plain assignment to `valueOf` or `toString` of another prototype
 * throws. dayjs does that, so its prototype gets properties of its own first.
 */
function dayjsOnFrozenPrototypes(): Plugin {
  const start = /var (\w+)=(\w+)\.prototype;return \1\.parse=/
  return {
    name: 'kaozhan:dayjs-on-frozen-prototypes',
    enforce: 'pre',
    transform(code, id) {
      if (!/dayjs[/\\]dayjs\.min\.js$/.test(id.split('?')[0] ?? '')) return null
      if (!start.test(code)) throw new Error('dayjs has changed: see dayjsOnFrozenPrototypes in vite.config.ts')
      const own = 'Object.defineProperty($1,name,{writable:true,configurable:true,value:undefined})'
      return code.replace(start, `var $1=$2.prototype;["valueOf","toString"].forEach(name=>${own});return $1.parse=`)
    },
  }
}

export default defineConfig({
  // Relative addresses: the same files are served by the program's own scheme and by a plain server.
  base: './',
  plugins: [
    woff2Only(),
    dayjsOnFrozenPrototypes(),
    vue(),
    // ElMessage and its like, with their styles; typed in src/element-plus.d.ts.
    AutoImport({ dts: false, resolvers: [ElementPlusResolver()] }),
    // Only Element Plus is found by name; our own parts are imported, so that a reader sees from where.
    Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver()] }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    // WebKitGTK 4.1, WebView2 and macOS 12.
    target: ['safari15', 'chrome105'],
    // The content security policy has no data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: { input: fileURLToPath(new URL('./desktop.html', import.meta.url)) },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    fs: { allow: ['..'] },
    // During work on a screen: the bridge answers the calls.
    proxy: { '/call': 'http://127.0.0.1:4500' },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    css: false,
    // A slow or busy machine must not fail a test; the default is 5 s.
    testTimeout: 60_000,
    setupFiles: ['src/test/setup.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
