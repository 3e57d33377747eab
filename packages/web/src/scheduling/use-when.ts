import { useIntl } from 'react-intl'

/** A function that tells a time: of today without the day, of this week by its name. */
export function useWhen(): (time: number) => string {
  const intl = useIntl()
  return (time) => {
    const at = new Date(time)
    const clock = { hour: 'numeric', minute: '2-digit' } as const
    if (at.toDateString() === new Date().toDateString()) return intl.formatTime(time)
    const isSoon = time - Date.now() < 6 * 86_400_000
    return isSoon
      ? intl.formatDate(time, { weekday: 'long', ...clock })
      : intl.formatDate(time, { day: 'numeric', month: 'short', year: 'numeric', ...clock })
  }
}
