import ipaddr from 'ipaddr.js'

/** What an administrator lets through: host names, addresses, and ranges such as `10.0.0.0/8`. */
export type AllowList = {
  hosts: ReadonlySet<string>
  ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]
}

/** Reads a list that is separated by spaces or commas; what is no address is a host name. */
export function parseAllowList(text: string): AllowList {
  const hosts = new Set<string>()
  const ranges: [ipaddr.IPv4 | ipaddr.IPv6, number][] = []
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const range = parseRange(entry)
    if (range) ranges.push(range)
    else hosts.add(entry.toLowerCase())
  }
  return { hosts, ranges }
}

function parseRange(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry)
  if (!ipaddr.isValid(entry)) return undefined
  const address = ipaddr.parse(entry)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/**
 * Whether an address lies in the public network or is allowed. Private, reserved, loopback and
 * link-local ranges are not public, nor are IPv6 forms that carry such an IPv4 address.
 */
export function isReachable(text: string, allowed: AllowList): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (allowed.ranges.some((range) => contains(range, address))) return true
  return isPublic(address)
}

function contains(
  [base, bits]: readonly [ipaddr.IPv4 | ipaddr.IPv6, number],
  address: ipaddr.IPv4 | ipaddr.IPv6,
): boolean {
  return base.kind() === address.kind() && address.match([base, bits])
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() === 'unicast') return true
  const carried = address instanceof ipaddr.IPv6 ? carriedIPv4(address) : undefined
  return carried?.range() === 'unicast'
}

/** The IPv4 address that a NAT64 address stands for: networks without IPv4 reach it that way. */
function carriedIPv4(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  if (address.range() !== 'rfc6052') return undefined
  return new ipaddr.IPv4(address.toByteArray().slice(12))
}
