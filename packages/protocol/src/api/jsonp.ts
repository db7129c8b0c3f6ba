const callback = /^[A-Za-z_$][\w$]{0,63}(\.[A-Za-z_$][\w$]*){0,4}$/

const maxCallbackLength = 512

/**
 * Says whether a text may stand as a JSONP callback, contract README "JSONP".
 * It is written unescaped into a script, so nothing but dotted identifiers passes. The decision
 * bounds only the first part; we bound the whole to 512 characters as well.
 */
export function isJsonpCallback(text: string): boolean {
  return text.length <= maxCallbackLength && callback.test(text)
}
