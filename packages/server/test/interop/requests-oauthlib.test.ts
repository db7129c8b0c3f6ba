import path from 'node:path'
import { sendWith, testSigner } from './interop.ts'

const script = path.join(import.meta.dirname, 'requests-oauthlib.py')

testSigner({
  name: "Debian's python3-requests-oauthlib",
  signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256'],
  // Debian's own Python: another one on the path does not see Debian's modules.
  send: (job, keys) => sendWith('/usr/bin/python3', [script], job, keys),
})
