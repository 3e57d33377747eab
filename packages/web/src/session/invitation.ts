type Invitation = { email: string; name: string; display_name: string }

/** What a mailed invitation says of itself. The server goes by its token alone. */
export function readInvitation(facts: string): Invitation {
  const found = parseRecord(facts)
  const read = (key: keyof Invitation) => (typeof found[key] === 'string' ? found[key] : '')
  return { email: read('email'), name: read('name'), display_name: read('display_name') }
}

function parseRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
