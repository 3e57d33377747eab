import fc from 'fast-check'

/** Text that breaks things: controls, halves of pairs, SQL, paths, markup, numbers at the edge. */
export const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    "'; drop table posts; --",
    '../../etc/passwd',
    '%00',
    '__proto__',
    'constructor',
    '<script>alert(1)</script>',
    '-1',
    '99999999999999999999',
    '1e309',
    'NaN',
    'me',
    'true',
    'x'.repeat(5_000),
    '\u202e\u0000\uffff',
    '{{}}',
  ),
)

/** Any JSON, with names and texts of that kind. */
export const nastyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    nasty,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(nasty, tie('any'), { maxKeys: 4 }),
  ),
})).any

/** A value like the good one, with up to two of its parts replaced. */
export function nearly(good: unknown, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (Array.isArray(good)) {
    const parts = good.map((part) => nearly(part, odd))
    return fc.oneof(fc.tuple(...parts), odd)
  }
  if (typeof good !== 'object' || good === null) return fc.oneof(fc.constant(good), odd)
  const keys = Object.keys(good)
  if (keys.length === 0) return fc.oneof(fc.constant(good), odd)
  const change = fc.tuple(fc.constantFrom(...keys), odd)
  return fc
    .array(change, { maxLength: 2 })
    .map((changes) => ({ ...good, ...Object.fromEntries(changes) }))
}
