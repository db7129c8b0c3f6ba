import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AddressKind, addressKind } from '#outbound/address-kind.ts'

const kinds: Readonly<Record<AddressKind, readonly string[]>> = {
  public: ['1.1.1.1', '8.8.8.8', '100.63.255.255', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1'],
  private: [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    'fc00::1',
    'fd12::1',
  ],
  never: [
    // Link-local, and the metadata services of clouds.
    ...['169.254.169.254', '169.254.0.1', 'fe80::1', 'fe80::1%eth0', '168.63.129.16'],
    ...['100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254', 'fd00:0ec2:0::254'],
    // Unspecified, broadcast, multicast, reserved.
    ...['0.0.0.0', '0.1.2.3', '255.255.255.255', '224.0.0.1', '239.255.255.250', '240.0.0.1'],
    ...['::', 'ff02::1', 'fec0::1', '100::1', '4000::1', '5f00::1'],
    // Documentation, benchmarks, protocol assignments.
    ...['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '192.0.0.192', '192.88.99.1'],
    ...['2001:db8::1', '3fff::1', '2001:2::1', '2001:10::1', '2001:20::1'],
    // IPv4 in disguise: mapped, compatible, translated, NAT64 (both prefixes), 6to4, Teredo.
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:10.0.0.1'],
    ...['64:ff9b::10.0.0.1', '64:ff9b::808:808', '64:ff9b:1::1', '2002:7f00:1::', '2001::1'],
    // No addresses at all, or not in the one spelling that all readers agree on.
    ...['', 'localhost', '0x7f.1', '127.1', '2130706433', '0177.0.0.1', '[::1]', '10.0.0.1:80'],
  ],
}

for (const [kind, addresses] of Object.entries(kinds)) {
  test(`${kind}: ${addresses.length} addresses`, () => {
    for (const address of addresses) assert.equal(addressKind(address), kind, address)
  })
}
