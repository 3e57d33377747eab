const P256_BYTES = 32

/**
 * Whether the server wrote what an address says: its query ends with a signature `s` of all before
 * it. Where the browser can't check, because the page came without encryption, nothing counts.
 */
export async function isSigned(
  { pathname, search }: { pathname: string; search: string },
  publicKey: string,
): Promise<boolean> {
  const [, said = '', signature] = /^(.*)&s=([\w-]+)=*$/.exec(search) ?? []
  if (!signature || !publicKey || !globalThis.crypto?.subtle) return false
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  try {
    const spki = bytesOf(publicKey)
    const key = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify'])
    const text = new TextEncoder().encode(pathname + said)
    return await crypto.subtle.verify(algorithm, key, toRaw(bytesOf(signature)), text)
  } catch {
    return false
  }
}

/** The two numbers of a DER signature side by side, as browsers want them. */
function toRaw(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(2 * P256_BYTES)
  let at = 2
  for (const end of [P256_BYTES, 2 * P256_BYTES]) {
    const start = at + 2
    at = start + (der[at + 1] ?? 0)
    const number = der.slice(start, at).slice(-P256_BYTES)
    raw.set(number, end - number.length)
  }
  return raw
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
