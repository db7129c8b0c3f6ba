import { createPublicKey, X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import * as asn1 from '@peculiar/asn1-x509'
import { permittedSubtrees, serverNames } from '#tls/certificate-names.ts'
import type { Identity } from '#tls/issue-certificate.ts'

const dayMilliseconds = 86_400_000
const leastDaysLeft = 10

/** Whether the authority lasts long enough, and may issue for every one of the hosts. */
export function isUsableAuthority(
  { certificatePem }: Identity,
  hosts: readonly string[],
  now: Date,
): boolean {
  const permitted = permittedNames(certificatePem)
  return lasts(certificatePem, now) && permittedSubtrees(hosts).every((name) => permitted.has(name))
}

/** Whether the certificate lasts long enough, is the authority's, and names exactly the hosts. */
export function isUsableServer(
  { certificatePem }: Identity,
  authority: Identity,
  hosts: readonly string[],
  now: Date,
): boolean {
  const certificate = new X509Certificate(certificatePem)
  return (
    lasts(certificatePem, now) &&
    certificate.verify(createPublicKey(authority.privateKey)) &&
    subjectNames(certificatePem).join() === serverNames(hosts).join()
  )
}

function lasts(certificatePem: string, now: Date): boolean {
  const { validFromDate, validToDate } = new X509Certificate(certificatePem)
  const left = validToDate.getTime() - now.getTime()
  return validFromDate <= now && left >= leastDaysLeft * dayMilliseconds
}

function subjectNames(certificatePem: string): readonly string[] {
  const value = extension(certificatePem, asn1.id_ce_subjectAltName)
  const names = value === undefined ? [] : AsnConvert.parse(value, asn1.SubjectAlternativeName)
  return names.map(nameText).sort()
}

function permittedNames(certificatePem: string): ReadonlySet<string> {
  const value = extension(certificatePem, asn1.id_ce_nameConstraints)
  const constraints =
    value === undefined ? undefined : AsnConvert.parse(value, asn1.NameConstraints)
  return new Set(constraints?.permittedSubtrees?.map(({ base }) => nameText(base)))
}

function extension(certificatePem: string, id: string): ArrayBuffer | undefined {
  const { raw } = new X509Certificate(certificatePem)
  const { extensions } = AsnConvert.parse(raw, asn1.Certificate).tbsCertificate
  return extensions?.find(({ extnID }) => extnID === id)?.extnValue.buffer
}

function nameText({ dNSName, iPAddress }: asn1.GeneralName): string {
  return dNSName ?? iPAddress ?? ''
}
