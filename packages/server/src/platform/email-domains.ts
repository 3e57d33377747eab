/** Whether an address is of one of the domains, separated by commas or spaces; none admits all. */
export function isOfDomains(email: string, domains: string): boolean {
  const wanted = parseDomains(domains)
  return wanted.length === 0 || wanted.some((domain) => email.endsWith(`@${domain}`))
}

/** The domains of a list that is separated by commas or spaces, in lower case and without `@`. */
export function parseDomains(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .map((domain) => domain.replace(/^@/, ''))
    .filter(Boolean)
}
