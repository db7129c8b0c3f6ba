/** How long what applications are given lives, in seconds (architecture section 5). */
export const accessTokenLifetimeSeconds = { sentinel: 3600, oidc: 600 } as const

/** From its last exchange on. */
export const refreshTokenLifetimeMs = 30 * 24 * 3_600_000

/**
 * A grant outlives its last refresh token by up to a day, so that its end is moved once a day and not at each exchange.
 * The token itself says when it is over.
 */
export const grantReserveMs = 24 * 3_600_000

/** A retry of a refresh gets the same answer for so long. */
export const refreshGraceMs = 30_000
