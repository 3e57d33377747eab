/** A length of time such as `9:05`, or `1:00:00` from an hour on. */
export function clockOf(ms: number): string {
  const all = Math.ceil(ms / 1000)
  const seconds = String(all % 60).padStart(2, '0')
  const minutes = Math.floor(all / 60) % 60
  const hours = Math.floor(all / 3600)
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${minutes}:${seconds}`
}
