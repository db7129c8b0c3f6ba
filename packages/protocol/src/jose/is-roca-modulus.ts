/** The primes by which the known detector looks: it takes one of 2^27 other keys for such a one, at most. */
const primes = [
  ...[3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97],
  ...[101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167],
] as const

/** Of each prime, the remainders that powers of 65537 leave. */
const remainders: readonly (readonly [prime: bigint, left: ReadonlySet<bigint>])[] = primes.map(
  (prime) => {
    const left = new Set<bigint>()
    for (let power = 1; !left.has(BigInt(power)); power = (power * 65_537) % prime) {
      left.add(BigInt(power))
    }
    return [BigInt(prime), left]
  },
)

/**
 * Whether a modulus was made by the library of CVE-2017-15361 (ROCA), whose private keys can be computed: both of its
 * primes are powers of 65537 modulo the product of many small primes, so the modulus is one too.
 */
export function isRocaModulus(modulus: bigint): boolean {
  return remainders.every(([prime, left]) => left.has(modulus % prime))
}
