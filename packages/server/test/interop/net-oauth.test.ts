import path from 'node:path'
import { sendWith, testSigner } from './interop.ts'

const script = path.join(import.meta.dirname, 'net-oauth.pl')
const oneValue = 'it keeps one value for each name'

testSigner({
  name: "Debian's libnet-oauth-perl",
  signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256'],
  cannot: {
    'GET with repeated parameters': oneValue,
    'POST of a form with repeated parameters': oneValue,
    'GET with names that begin alike': 'it sorts names together with their values',
  },
  send: (job, keys) => sendWith('/usr/bin/perl', [script], job, keys),
})
