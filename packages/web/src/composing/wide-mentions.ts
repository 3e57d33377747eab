/** Code names people without calling them. */
const CODE = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1|$(?![\s\S]))|(`+)[^`][\s\S]*?\2/gm
const WIDE = /(?<![\w@.~-])@(?:all|channel|here)(?![\w-]|\.\w)/i

/** Whether a message calls everybody in its channel. */
export function callsEverybody(message: string): boolean {
  return WIDE.test(message) && WIDE.test(message.replace(CODE, ' '))
}

/** So many people may be called without a question. */
export const FEW = 5
