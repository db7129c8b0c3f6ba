/** The longest manifest, in characters of its JSON, as the server has it. */
export const longestManifest = 131_072
