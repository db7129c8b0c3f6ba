import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserOf } from './browser-of.ts'

const apple = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML)'
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0'

test('on phones browsers have other names, all of which hold that of Safari', () => {
  assert.equal(browserOf(`${apple} Version/17.0 Mobile/15E148 Safari/604.1`), 'Safari on iOS')
  assert.equal(browserOf(`${apple} CriOS/130.0 Mobile/15E148 Safari/604.1`), 'Chrome on iOS')
  assert.equal(browserOf(`${apple} FxiOS/130.0 Mobile/15E148 Safari/605.1`), 'Firefox on iOS')
  assert.equal(
    browserOf(`${apple} Version/17.0 EdgiOS/130.0 Mobile/15E148 Safari/604.1`),
    'Edge on iOS',
  )
  const android = `Mozilla/5.0 (Linux; Android 14; K) ${chrome.replace('Chrome', 'SamsungBrowser/26.0 Chrome')}`
  assert.equal(browserOf(`${android} Mobile Safari/537.36`), 'Samsung Internet on Android')
})

test('the more special name is told, and a system that is not known is left out', () => {
  const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
  assert.equal(browserOf(`${mac} ${chrome} Safari/537.36 OPR/115.0`), 'Opera on macOS')
  assert.equal(browserOf(`${mac} ${chrome} Safari/537.36`), 'Chrome on macOS')
  assert.equal(browserOf(`${mac} HeadlessChrome/130.0 Safari/537.36`), 'Chrome on macOS')
  assert.equal(browserOf('Firefox/130.0'), 'Firefox')
  assert.equal(browserOf('NotFirefoxAtAll/1.0'), 'NotFirefoxAtAll/1.0')
})

test('what anybody may send is shortened', () => {
  assert.equal(browserOf('x'.repeat(100_000)).length, 40)
})
