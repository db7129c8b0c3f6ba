import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Files are asked for below `/console/-/`: no account can be called `-`. The server fills in the nonce. */
// biome-ignore lint/style/noDefaultExport: Vite demands one
export default defineConfig({
  base: '/console/-/',
  plugins: [react()],
  html: { cspNonce: '{{nonce}}' },
  build: {
    target: 'es2023',
    sourcemap: false,
    // A picture in the style sheet would need `data:` in the policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    // Not compressed; what counts is held by a test.
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // What is loaded first comes as one file: eighty small ones are a tenth larger when they are compressed.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
})
