import { createHash, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import * as asn1 from '@peculiar/asn1-x509'
import { permittedSubtrees, serverNames, toGeneralName } from '#tls/certificate-names.ts'

/** A private key and its public half. */
export type KeyPair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject }

/** A certificate in PEM, and the key that it is for. */
export type Identity = { readonly certificatePem: string; readonly privateKey: KeyObject }

/** What a certificate is valid between. */
export type Period = { readonly notBefore: Date; readonly notAfter: Date }

/** Who signs, and under which name. */
export type Issuer = KeyPair & { readonly name: string }

const ecdsaWithSha256 = new asn1.AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' })
const commonName = '2.5.4.3'

/** Makes an ECDSA key pair on P-256. */
export async function generateKeys(): Promise<KeyPair> {
  return promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
}

/** The name of the authority with this key: different for each, so that stores tell them apart. */
export function authorityName(publicKey: KeyObject): string {
  return `Watchword development authority ${keyIdentifier(publicKey).toString('hex', 0, 4)}`
}

/**
 * The certificate of an authority. It can sign for the hosts and loopback, and for nothing else
 * (RFC 5280 section 4.2.1.10), so trusting it does not let its key's holder pose as another site.
 */
export function issueAuthority(keys: KeyPair, hosts: readonly string[], period: Period): string {
  const subtrees = permittedSubtrees(hosts).map(
    (text) => new asn1.GeneralSubtree({ base: toGeneralName(text) }),
  )
  const name = authorityName(keys.publicKey)
  return issue({ ...keys, name }, { name, publicKey: keys.publicKey }, period, [
    critical(
      asn1.id_ce_basicConstraints,
      new asn1.BasicConstraints({ cA: true, pathLenConstraint: 0 }),
    ),
    critical(asn1.id_ce_keyUsage, new asn1.KeyUsage(asn1.KeyUsageFlags.keyCertSign)),
    critical(
      asn1.id_ce_nameConstraints,
      new asn1.NameConstraints({ permittedSubtrees: new asn1.GeneralSubtrees(subtrees) }),
    ),
  ])
}

/** The certificate of a server that answers under the hosts, localhost and loopback addresses. */
export function issueServer(
  issuer: Issuer,
  publicKey: KeyObject,
  hosts: readonly string[],
  period: Period,
): string {
  const names = serverNames(hosts).map(toGeneralName)
  return issue(issuer, { name: 'Watchword development server', publicKey }, period, [
    critical(asn1.id_ce_basicConstraints, new asn1.BasicConstraints()),
    critical(asn1.id_ce_keyUsage, new asn1.KeyUsage(asn1.KeyUsageFlags.digitalSignature)),
    plain(asn1.id_ce_extKeyUsage, new asn1.ExtendedKeyUsage([asn1.id_kp_serverAuth])),
    plain(asn1.id_ce_subjectAltName, new asn1.SubjectAlternativeName(names)),
  ])
}

type Subject = { readonly name: string; readonly publicKey: KeyObject }

function issue(
  issuer: Issuer,
  subject: Subject,
  period: Period,
  extensions: readonly asn1.Extension[],
): string {
  const keyIdentifiers = [
    plain(
      asn1.id_ce_subjectKeyIdentifier,
      new asn1.SubjectKeyIdentifier(keyIdentifier(subject.publicKey)),
    ),
    plain(
      asn1.id_ce_authorityKeyIdentifier,
      new asn1.AuthorityKeyIdentifier({
        keyIdentifier: new asn1.KeyIdentifier(keyIdentifier(issuer.publicKey)),
      }),
    ),
  ]
  const tbsCertificate = new asn1.TBSCertificate({
    version: asn1.Version.v3,
    serialNumber: serialNumber(),
    signature: ecdsaWithSha256,
    issuer: distinguishedName(issuer.name),
    validity: new asn1.Validity(period),
    subject: distinguishedName(subject.name),
    subjectPublicKeyInfo: AsnConvert.parse(spki(subject.publicKey), asn1.SubjectPublicKeyInfo),
    extensions: new asn1.Extensions([...extensions, ...keyIdentifiers]),
  })
  const signature = sign('sha256', serialize(tbsCertificate), issuer.privateKey)
  const certificate = new asn1.Certificate({
    tbsCertificate,
    signatureAlgorithm: ecdsaWithSha256,
    signatureValue: Uint8Array.from(signature).buffer,
  })
  const lines =
    serialize(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function critical(extnID: string, value: object): asn1.Extension {
  return new asn1.Extension({ extnID, critical: true, extnValue: octets(value) })
}

function plain(extnID: string, value: object): asn1.Extension {
  return new asn1.Extension({ extnID, critical: false, extnValue: octets(value) })
}

function octets(value: object): OctetString {
  return new OctetString(serialize(value))
}

function serialize(value: object): Buffer {
  return Buffer.from(AsnConvert.serialize(value))
}

function distinguishedName(name: string): asn1.Name {
  const value = new asn1.AttributeValue({ utf8String: name })
  const attribute = new asn1.AttributeTypeAndValue({ type: commonName, value })
  return new asn1.Name([new asn1.RelativeDistinguishedName([attribute])])
}

// 126 random bits, with a first byte that keeps the number positive and its length fixed.
function serialNumber(): ArrayBuffer {
  const bytes = Uint8Array.from(randomBytes(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.buffer
}

function spki(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' })
}

function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash('sha256').update(spki(publicKey)).digest().subarray(0, 20)
}
