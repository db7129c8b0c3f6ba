import {
  type Attack,
  brandToken,
  claimsFor,
  compact,
  edDsa,
  es256,
  fixed,
  hmac,
  ps256,
  rs256,
  type Target,
} from './attack.ts'

const [byForm, byAlgorithm] = ['400 1008 form', '401 9007 alg']

/** A table of attacks on a target. */
export type Build = (target: Target) => readonly Attack[]

export const rightTokens: Build = (target) => {
  const { keys } = target
  const claims = JSON.stringify(claimsFor(target))
  const header = (alg: string, kid: string) => JSON.stringify({ alg, kid })
  return [
    ['RS256', brandToken(target), '200'],
    ['ES256', compact(header('ES256', 'brand-ES256'), claims, es256(keys.ES256.privateKey)), '200'],
    ['EdDSA', compact(header('EdDSA', 'brand-EdDSA'), claims, edDsa(keys.EdDSA.privateKey)), '200'],
    ['typ application/JWT', brandToken(target, {}, { typ: 'application/jwt' }), '200'],
    ['no typ', brandToken(target, {}, { typ: undefined }), '200'],
  ]
}

export const unsigned: Build = (target) => {
  const claims = Buffer.from(JSON.stringify(claimsFor(target))).toString('base64url')
  return ['none', 'None', 'NONE', 'nOnE', 'none ', '\u0000none', ''].flatMap((alg) => {
    const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url')
    const right = brandToken(target, {}, { alg })
    return [
      [`${alg}, no signature`, `${header}.${claims}.`, byForm],
      [`${alg}, no last dot`, `${header}.${claims}`, byForm],
      [`${alg}, with a signature`, right, byAlgorithm],
      [`${alg}, another signature`, `${header}.${claims}.AAAA`, byAlgorithm],
    ] as const
  })
}

export const hmacs: Build = (target) => {
  const { publicKey } = target.keys.RS256
  const pem = String(publicKey.export({ format: 'pem', type: 'spki' }))
  const der = publicKey.export({ format: 'der', type: 'spki' })
  const jwk = publicKey.export({ format: 'jwk' })
  const secrets: Readonly<Record<string, string | Buffer>> = {
    ...{ pem, trimmed: pem.trim(), crlf: pem.replaceAll('\n', '\r\n'), spaced: ` ${pem}` },
    ...{ der, base64: der.toString('base64'), base64url: der.toString('base64url') },
    ...{ pkcs1: String(publicKey.export({ format: 'pem', type: 'pkcs1' })) },
    ...{ jwk: JSON.stringify(jwk), n: String(jwk['n']), empty: '' },
  }
  const claims = JSON.stringify(claimsFor(target))
  return Object.entries(secrets).flatMap(([form, secret]) =>
    [256, 384, 512].flatMap((bits) => {
      const mac = hmac(`sha${bits}`, secret)
      const header = (alg: string) => JSON.stringify({ alg, typ: 'JWT', kid: 'brand-RS256' })
      return [
        [`HS${bits} ${form}`, compact(header(`HS${bits}`), claims, mac), byAlgorithm],
        [`HS${bits} ${form} as RS256`, compact(header('RS256'), claims, mac), '401 9007 signature'],
      ] as const
    }),
  )
}

export const headers: Build = (target) => {
  const evil = { kty: 'RSA', n: 'AQAB', e: 'AQAB' }
  const url = 'https://127.0.0.1/evil.json'
  const byKid = '401 1041 kid'
  const ignored = { jku: url, x5u: url, jwk: evil, x5c: ['AAAA'], x5t: 'x', jwks: { keys: [evil] } }
  const wrong = (header: object) => `${brandToken(target, {}, header).split('.', 2).join('.')}.AAAA`
  const kids = ['../../../etc/passwd', "' or 1=1--", '__proto__', 'constructor', '\u0000', '*', '']
  const odd: readonly unknown[] = ['k'.repeat(257), 7, true, ['brand-RS256'], { a: 1 }, null]
  return [
    ...kids.map((kid) => [`kid ${kid}`, brandToken(target, {}, { kid }), byKid] as const),
    ...odd.map(
      (kid) => [`kid ${JSON.stringify(kid)}`, brandToken(target, {}, { kid }), byKid] as const,
    ),
    ...Object.entries(ignored).flatMap(
      ([name, value]) =>
        [
          [`${name}, right`, brandToken(target, {}, { [name]: value }), '200'],
          [`${name}, wrong`, wrong({ [name]: value }), '401 9007 signature'],
        ] as const,
    ),
    ...[['exp'], [], ['b64'], 'b64', {}, null].map(
      (crit) =>
        [
          `crit ${JSON.stringify(crit)}`,
          brandToken(target, {}, { crit }),
          '401 9007 crit',
        ] as const,
    ),
    ...[{ b64: false }, { b64: true }, { zip: 'DEF' }, { enc: 'A256GCM' }].map(
      (one) => [JSON.stringify(one), brandToken(target, {}, one), '401 9007 crit'] as const,
    ),
    ...[
      ['RS256'],
      { 0: 'RS256' },
      256,
      null,
      'rs256',
      'RS256 ',
      'RS384',
      'RS512',
      'RS1',
      'ES384',
      'Ed25519',
      'ES256K',
    ].map(
      (alg) =>
        [`alg ${JSON.stringify(alg)}`, brandToken(target, {}, { alg }), byAlgorithm] as const,
    ),
    ['alg of another key', brandToken(target, {}, { kid: 'brand-ES256' }), '401 9007 key'],
  ]
}

export const json: Build = (target) => {
  const by = rs256(target.keys.RS256.privateKey)
  const header = '{"alg":"RS256","kid":"brand-RS256"}'
  const claims = JSON.stringify(claimsFor(target))
  const more = (member: string) => compact(header, `${claims.slice(0, -1)},${member}}`, by)
  const bad = '400 1009 json'
  const bom = '\ufeff'
  const deep = (depth: number) => `"x":${'['.repeat(depth)}${']'.repeat(depth)}`
  return [
    ['alg twice', compact('{"alg":"RS256","alg":"none"}', claims, by), bad],
    ['alg twice, escaped', compact('{"alg":"none","\\u0061lg":"RS256"}', claims, by), bad],
    ['sub twice', more('"sub":"customer-2"'), bad],
    ['sub twice, escaped', more('"s\\u0075b":"customer-2"'), bad],
    ['twice, further in', more('"a":{"b":1,"b":2}'), bad],
    ['a mark before the header', compact(bom + header, claims, by), bad],
    ['a mark before the claims', compact(header, bom + claims, by), bad],
    ['UTF-16', compact(header, Buffer.from(claims, 'utf16le'), by), bad],
    [
      'Latin 1',
      compact(header, Buffer.from(claims.replace('customer', '\u00e9'), 'latin1'), by),
      bad,
    ],
    ['exp 1e400', compact(header, claims.replace(/"exp":\d+/, '"exp":1e400'), by), bad],
    ['exp -1e400', compact(header, claims.replace(/"exp":\d+/, '"exp":-1e400'), by), bad],
    ['a huge number further in', more('"a":[1e999]'), bad],
    ['__proto__', more('"__proto__":{"polluted":1,"sub":"x"}'), bad],
    ['__proto__, escaped', more('"\\u005f_proto__":{"polluted":1}'), bad],
    ['constructor', more('"constructor":{"prototype":{"polluted":1}}'), '200'],
    ['toString and others', more('"toString":1,"hasOwnProperty":2,"valueOf":3'), '200'],
    ['nested 60 deep', more(deep(60)), '200'],
    ['nested 64 deep', more(deep(64)), bad],
    ['nested 5000 deep', more(deep(5000)), bad],
    ['two documents', compact(header, claims + claims, by), bad],
    ['a comment', compact(header, `/**/${claims}`, by), bad],
    ['NaN', more('"a":NaN'), bad],
    ['a comma too much', compact(header, `${claims.slice(0, -1)},}`, by), bad],
    ['a control character', more('"a":"\u0001"'), bad],
    ['claims that are a list', compact(header, `[${claims}]`, by), '400 1011 claims'],
    ['claims that are text', compact(header, JSON.stringify(claims), by), '400 1011 claims'],
    ['null', compact(header, 'null', by), '400 1011 claims'],
    ['a header that is a list', compact(`[${header}]`, claims, by), bad],
    [
      'lp_sdes __proto__',
      more('"lp_sdes":[{"type":"ctmrinfo","info":{"__proto__":{"polluted":1}}}]'),
      bad,
    ],
    ...['constructor', 'prototype', 'toString'].map(
      (name) =>
        [
          `lp_sdes ${name}`,
          more(`"lp_sdes":[{"type":"ctmrinfo","info":{"${name}":{"polluted":1}}}]`),
          '400 1026 lp_sdes',
        ] as const,
    ),
    [
      'lp_sdes of type __proto__',
      more('"lp_sdes":[{"type":"__proto__","info":{}}]'),
      '400 1026 lp_sdes',
    ],
  ]
}

export const encodings: Build = (target) => {
  const token = brandToken(target, { name: '???>>>~~~' })
  const parts = token.split('.')
  const bad = '400 1001 encoding'
  const changed = (index: number, change: (part: string) => string) =>
    parts.map((part, at) => (at === index ? change(part) : part)).join('.')
  const names = ['header', 'claims', 'signature']
  return [
    ...names.flatMap((name, index) => [
      [`${name} padded`, changed(index, (part) => `${part}=`), bad] as const,
      [`${name} padded twice`, changed(index, (part) => `${part}==`), bad] as const,
      [
        `${name} with a line end`,
        changed(index, (part) => `${part.slice(0, 9)}\n${part.slice(9)}`),
        bad,
      ] as const,
      [`${name} with a tab`, changed(index, (part) => `${part}\t`), bad] as const,
      [`${name} with NUL`, changed(index, (part) => `${part}\u0000`), bad] as const,
      [
        `${name} with %`,
        changed(index, (part) => `${part.slice(0, 8)}%41${part.slice(8)}`),
        bad,
      ] as const,
      [`${name} of other letters`, changed(index, (part) => `\uff21${part}`), bad] as const,
    ]),
    ['plain base64', changed(2, (part) => `+/${part.slice(2)}`), bad],
    // 256 bytes leave four bits over: the last letter has sixteen spellings.
    ['unused bits', changed(2, otherSpelling), bad],
    ['Bearer in front', `Bearer ${token}`, bad],
    ['a line end behind', `${token}\n`, bad],
    ['in quotes', `"${token}"`, bad],
    ['a fourth part', `${token}.AAAA`, byForm],
    ['a dot behind', `${token}.`, byForm],
    ['a dot in front', `.${token}`, byForm],
    ['no header', `.${parts[1]}.${parts[2]}`, byForm],
    ['no claims', `${parts[0]}..${parts[2]}`, byForm],
    [
      'as JSON',
      JSON.stringify({ protected: parts[0], payload: parts[1], signature: parts[2] }),
      byForm,
    ],
  ]
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function otherSpelling(part: string): string {
  const last = alphabet.indexOf(part.at(-1) ?? '')
  return part.slice(0, -1) + (alphabet[last ^ 1] ?? '')
}

export const signatures: Build = (target) => {
  const { keys } = target
  const claims = JSON.stringify(claimsFor(target))
  const bad = '401 9007 signature'
  const with256 = (alg: string, by: Parameters<typeof compact>[2]) =>
    compact(JSON.stringify({ alg, kid: `brand-${alg}` }), claims, by)
  const zero = Buffer.alloc(64)
  const order = Buffer.from(
    'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
    'hex',
  )
  const one = Buffer.from(`${'00'.repeat(31)}01`, 'hex')
  const [header, payload, signature = ''] = brandToken(target).split('.')
  const other = brandToken(target, { sub: 'customer-2' }).split('.')[2]
  return [
    ['psychic: r = s = 0', with256('ES256', fixed(zero)), bad],
    ['r = s = n', with256('ES256', fixed(Buffer.concat([order, order]))), bad],
    ['r = n, s = 1', with256('ES256', fixed(Buffer.concat([order, one]))), bad],
    ['r = 1, s = 0', with256('ES256', fixed(Buffer.concat([one, zero.subarray(32)]))), bad],
    ['DER', with256('ES256', es256(keys.ES256.privateKey, 'der')), bad],
    ['too long', with256('ES256', fixed(Buffer.alloc(65, 1))), bad],
    ['Ed25519 of nothing', with256('EdDSA', fixed(zero)), bad],
    [
      'Ed25519 of the neutral point',
      with256('EdDSA', fixed(Buffer.from(`01${'00'.repeat(63)}`, 'hex'))),
      bad,
    ],
    [
      'Ed25519 with s + L',
      with256('EdDSA', (input) => plusOrder(edDsa(keys.EdDSA.privateKey)(input))),
      bad,
    ],
    ['RSA 0', with256('RS256', fixed(Buffer.alloc(256))), bad],
    ['RSA 1', with256('RS256', fixed(Buffer.alloc(256).fill(1, 255))), bad],
    ['RSA too short', with256('RS256', fixed(Buffer.alloc(255, 1))), bad],
    ['RSA longer than the key', with256('RS256', fixed(Buffer.alloc(512, 1))), bad],
    ['PS256 as RS256', with256('RS256', ps256(keys.RS256.privateKey)), bad],
    ['of other claims', `${header}.${payload}.${other}`, bad],
    [
      'one bit changed',
      `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      bad,
    ],
    [
      'PS256 by a key that is for RS256',
      compact('{"alg":"PS256","kid":"brand-RS256"}', claims, ps256(keys.RS256.privateKey)),
      '401 9007 key',
    ],
  ]
}

/** The same signature with another spelling of `s`: a reader that is not strict takes both. */
function plusOrder(signature: Buffer): Buffer {
  const order = (1n << 252n) + 27742317777372353535851937790883648493n
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order
  const encoded = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()
  return Buffer.concat([signature.subarray(0, 32), encoded])
}

export const times: Build = (target) => {
  const now = target.now()
  const rows: readonly (readonly [string, object, string])[] = [
    ['exp in milliseconds', { exp: (now + 600) * 1000 }, '401 9007 times'],
    ['iat in milliseconds', { iat: now * 1000 }, '401 9007 times'],
    ['nbf in milliseconds', { nbf: now * 1000 }, '401 9007 times'],
    ...['exp', 'iat', 'nbf'].flatMap((name) =>
      [String(now), true, [now], { now }, -1, 0, '', 'never', '1e3'].map(
        (value) =>
          [`${name} ${JSON.stringify(value)}`, { [name]: value }, '401 9007 times'] as const,
      ),
    ),
    ['exp null', { exp: null }, '400 1011 claims'],
    ['iat missing', { iat: undefined }, '400 1011 claims'],
    ['expired', { exp: now - 61 }, '401 1012 exp'],
    ['expired, within the tolerance', { exp: now - 30 }, '200'],
    ['issued in an hour', { iat: now + 3600 }, '401 9007 iat'],
    ['not before an hour', { nbf: now + 3600 }, '401 9007 nbf'],
    ['exp to the year 5138', { exp: 99_999_999_999 }, '200'],
  ]
  return rows.map(([name, claims, verdict]) => [name, brandToken(target, claims), verdict])
}

export const audiences: Build = (target) => {
  const bad = '401 9007 aud'
  const header = { kid: undefined }
  const odd: readonly unknown[] = [
    'other',
    'Watchword',
    'watchword ',
    ' watchword',
    '',
    'acc:zenith',
  ]
  const shapes: readonly unknown[] = [
    ...[[], ['watchword', 'other'], ['watchword', 7], [['watchword']], { 0: 'watchword' }],
    ...[7, true, null, ['watchword', null], Array.from({ length: 21 }, () => 'watchword')],
  ]
  const parties: readonly unknown[] = ['other', ['watchword'], null, 7, '', 'Watchword']
  return [
    ...['watchword', 'second', ['second', 'watchword'], 'acc:acme', ['acc:acme']].map(
      (aud) => [`aud ${JSON.stringify(aud)}`, brandToken(target, { aud }, header), '200'] as const,
    ),
    ...[...odd, ...shapes, undefined].map(
      (aud) => [`aud ${JSON.stringify(aud)}`, brandToken(target, { aud }, header), bad] as const,
    ),
    ...parties.map(
      (azp) =>
        [
          `azp ${JSON.stringify(azp)}`,
          brandToken(target, { aud: 'watchword', azp }, header),
          '401 9007 azp',
        ] as const,
    ),
  ]
}

export const kinds: Build = (target) => {
  const issuers: readonly unknown[] = [
    ...[`${target.issuer}/`, target.issuer.toUpperCase(), ` ${target.issuer}`, [target.issuer]],
    ...['https://www.brand.example.evil.example', '', 7, {}, `${target.issuer}\u0000`, true],
  ]
  const types: readonly unknown[] = [
    ...['logout+jwt', 'application/logout+jwt', 'at+jwt', 'application/at+jwt', 'dpop+jwt'],
    ...['secevent+jwt', 'anonymous+jwt', 'JOSE', '', ' JWT', 7, null, ['JWT'], 'jwt+jwt'],
  ]
  const logout = 'http://schemas.openid.net/event/backchannel-logout'
  return [
    ...issuers.map(
      (iss) => [`iss ${JSON.stringify(iss)}`, brandToken(target, { iss }), '401 9007 iss'] as const,
    ),
    ...types.map(
      (typ) =>
        [`typ ${JSON.stringify(typ)}`, brandToken(target, {}, { typ }), '401 9007 typ'] as const,
    ),
    ['a logout token', brandToken(target, { events: { [logout]: {} } }), '401 9007 typ'],
  ]
}

export const subjects: Build = (target) => {
  const bad = '401 9007 sub'
  const texts = [
    '',
    ' ',
    '\u0000',
    'a\u0000',
    'a\nb',
    '\ud800',
    'a\udc00',
    'x'.repeat(256),
    '\u0085',
  ]
  const others: readonly unknown[] = [7, true, ['customer-1'], { toString: 'customer-1' }]
  return [
    ...[...texts, ...others].map(
      (sub) => [`sub ${JSON.stringify(sub)}`, brandToken(target, { sub }), bad] as const,
    ),
    ['sub null', brandToken(target, { sub: null }), '400 1011 claims'],
    ['255 characters', brandToken(target, { sub: 'x'.repeat(255) }), '200'],
  ]
}
