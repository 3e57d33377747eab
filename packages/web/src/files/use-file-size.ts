import { useIntl } from 'react-intl'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A function that tells a size in bytes in a unit that suits it. */
export function useFileSize(): (bytes: number) => string {
  const intl = useIntl()
  return (bytes) => {
    const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
    return intl.formatNumber(bytes / 1000 ** power, {
      style: 'unit',
      unit: UNITS[power] ?? 'byte',
      unitDisplay: 'short',
      maximumFractionDigits: power > 1 ? 1 : 0,
    })
  }
}
