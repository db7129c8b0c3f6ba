/** How a person makes the programs on this machine trust an authority's certificate file. */
export function trustInstructions(authorityFile: string): string {
  const file = shellQuote(authorityFile)
  return `Programs refuse the local certificate until they trust its authority:
  ${authorityFile}
It can vouch only for this server's hosts and for loopback, and expires within 90 days.

  curl       curl --cacert ${file} https://localhost:PORT/
  Node.js    NODE_EXTRA_CA_CERTS=${file} node your-program.js
  Debian     sudo cp ${file} /usr/local/share/ca-certificates/watchword-dev.crt
  (Ubuntu)   sudo update-ca-certificates
  macOS      security add-trusted-cert -r trustRoot \\
               -k ~/Library/Keychains/login.keychain-db ${file}
  Firefox    Settings, Privacy & Security, View Certificates, Authorities, Import
  Chrome     chrome://certificate-manager, Custom, Trusted Certificates, Import
`
}

function shellQuote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
