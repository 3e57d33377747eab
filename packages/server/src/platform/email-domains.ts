/** Whether an address is of one of the domains, separated by commas or spaces; none admits all. */
export function isOfDomains(email: string, domains: string): boolean {
  const wanted = domains
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
  return (
    wanted.length === 0 || wanted.some((domain) => email.endsWith(`@${domain.replace(/^@/, '')}`))
  )
}
