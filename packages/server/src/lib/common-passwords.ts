/**
 * The passwords that people choose most, about 49 000 of them, in lower case. Read at the first use: the
 * list takes some megabytes, and most processes never set a password. The package's list is taken as the
 * file it is, because its own entry point unpacks every other list with it, at three times the memory.
 */
export function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  loaded ??= import('@zxcvbn-ts/language-common/src/passwords.json', {
    with: { type: 'json' },
  }).then((list) => new Set(list.default))
  return loaded
}

let loaded: Promise<ReadonlySet<string>> | undefined
