import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idpErrors, neverSentIdpErrors } from './idp-errors.ts'

/** The list of contract 3 section 8.7. */
const listed = [
  ...['9000', '9001', '9007', '9008', '9009', '9010', '9011', '9012', '9013', '9014', '9015'],
  ...['1001', '1003', '1004', '1005', '1006', '1007', '1008', '1009', '1010', '1011', '1012'],
  ...['1022', '1023', '1024', '1025', '1026', '1027', '1028', '1029', '1030', '1031', '1032'],
  ...['1033', '1034', '1036', '1037', '1038', '1039', '1040', '1041', '1042', '1043', '1044'],
  ...['1045', '1046', '1047', '1048', '1049', '1050'],
  ...['2001', '2002', '2004', '2005', '2006', '2007'],
]

test('contract 3 section 8.7: every code of the reference is either sent or said never to be', () => {
  const ours = [...Object.keys(idpErrors), ...Object.keys(neverSentIdpErrors)]
  assert.deepEqual(ours.toSorted(), listed.toSorted())
})

test('our decisions: which code has which status', () => {
  const byStatus = Object.groupBy(Object.entries(idpErrors), ([, { status }]) => String(status))
  const codes = Object.entries(byStatus).map(([status, list = []]) => [
    status,
    list.map(([code]) => code).join(' '),
  ])
  assert.deepEqual(Object.fromEntries(codes), {
    400: '1001 1004 1008 1009 1011 1025 1026 1028 1038 9012 9015',
    401: '1012 1041 1042 1049 2001 2002 2004 9007 9011',
    403: '2005',
    404: '1024',
    500: '9001',
    504: '9013',
  })
})

test('RFC 6749 section 5.2: descriptions hold only characters that error_description may have', () => {
  for (const { description, name } of Object.values(idpErrors)) {
    assert.match(description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
    assert.match(name, /^[A-Z_]+$/)
  }
})
