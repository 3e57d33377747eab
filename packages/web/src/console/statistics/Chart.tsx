import { useEffect, useRef } from 'react'
import { useIntl } from 'react-intl'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import styles from './Chart.module.css'
import type { Days } from './days.ts'

const HEIGHT = 220

/** A curve of numbers per day, and the same as a table for those who read rather than look. */
export function Chart({ label, days }: { label: string; days: Days }) {
  const text = useConsoleText()
  const intl = useIntl()
  const frame = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const box = frame.current
    if (!box) return
    let plot: uPlot | undefined
    function draw() {
      plot?.destroy()
      if (box) plot = new uPlot(optionsOf(box, label, intl.locale), [days.times, days.counts], box)
    }
    draw()
    const resizing = new ResizeObserver(() =>
      plot?.setSize({ width: box.clientWidth, height: HEIGHT }),
    )
    resizing.observe(box)
    // A canvas knows no custom properties: in another look it is drawn anew.
    const look = window.matchMedia('(prefers-color-scheme: dark)')
    look.addEventListener('change', draw)
    return () => {
      look.removeEventListener('change', draw)
      resizing.disconnect()
      plot?.destroy()
    }
  }, [days, label, intl.locale])

  const rows = days.times.map((time, index) => ({ time, count: days.counts[index] ?? 0 }))
  return (
    <figure className={styles.figure}>
      <div ref={frame} className={styles.chart} aria-hidden />
      <figcaption>
        <details className={styles.details}>
          <summary>{text('statistics.as-table')}</summary>
          <Table
            label={label}
            none=""
            rows={rows.toReversed()}
            keyOf={({ time }) => String(time)}
            columns={[
              {
                name: text('statistics.day'),
                show: ({ time }) =>
                  intl.formatDate(time * 1000, { dateStyle: 'medium', timeZone: 'UTC' }),
              },
              { name: label, show: ({ count }) => intl.formatNumber(count), isNumber: true },
            ]}
          />
        </details>
      </figcaption>
    </figure>
  )
}

function optionsOf(box: HTMLElement, label: string, locale: string): uPlot.Options {
  const accent = colorOf(box, '--color-accent')
  const quiet = colorOf(box, '--color-text-quiet')
  const line = colorOf(box, '--color-line')
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const number = new Intl.NumberFormat(locale, { notation: 'compact' })
  const axis = { stroke: quiet, grid: { stroke: line, width: 1 }, ticks: { show: false } }
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 8, fill: accent } },
    padding: [12, 28, 0, 0],
    scales: { y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 72,
        size: 32,
        values: (_, times) => times.map((time) => day.format(time * 1000)),
      },
      {
        ...axis,
        size: 48,
        values: (_, values) =>
          values.map((value) => (Number.isInteger(value) ? number.format(value) : '')),
      },
    ],
    series: [
      {},
      {
        label,
        stroke: accent,
        width: 2,
        fill: colorOf(box, '--color-accent-soft'),
        points: { size: 5, fill: accent },
      },
    ],
  }
}

/** What a custom property stands for in the present look. */
function colorOf(box: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  box.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
