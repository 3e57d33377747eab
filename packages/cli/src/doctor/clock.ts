import { closeSync, fstatSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { Health } from '@redoubt/wire/control.ts'
import { type Finding, failure, ok, warning } from './finding.ts'

const check = 'clock'
const toleratedMs = 2_000
const hopelessMs = 30_000
/** No clock that is right shows less: this program is younger. */
const earliest = Date.UTC(2025, 0, 1)
const remedy = 'Switch time synchronisation on (timedatectl set-ntp true) on both machines.'

/** A stopwatch for two clocks: how far the wall clock moved against the one that never jumps. */
export function startStopwatch(): () => number {
  const wall = Date.now()
  const steady = performance.now()
  return () => Date.now() - wall - (performance.now() - steady)
}

/** The machine's clock against what can be known beside it. */
export function checkClock(
  dataFolder: string,
  jumpedMs: number,
  health: Health | undefined,
): Finding[] {
  const findings: Finding[] = []
  if (Date.now() < earliest) {
    findings.push(failure(check, `it shows ${new Date().toISOString()}`, remedy))
  }
  if (Math.abs(jumpedMs) > toleratedMs) {
    findings.push(warning(check, `it was just set by ${describe(jumpedMs)}`, remedy))
  }
  const disk = diskOffset(dataFolder)
  if (disk !== undefined && Math.abs(disk) > toleratedMs) {
    const detail = `the disk of ${dataFolder} is ${describe(disk)} off`
    findings.push(warning(check, detail, remedy))
  }
  const database = health?.clock_offset_ms ?? undefined
  if (database !== undefined && Math.abs(database) > toleratedMs) {
    const judge = Math.abs(database) > hopelessMs ? failure : warning
    findings.push(judge(check, `the database's is ${describe(database)} off`, remedy))
  }
  return findings.length > 0 ? findings : [ok(check, new Date().toISOString())]
}

/** How far the file system's clock is from ours; undefined where no file can be written. */
function diskOffset(folder: string): number | undefined {
  let own: string | undefined
  try {
    own = mkdtempSync(path.join(folder, '.doctor-'))
    const file = openSync(path.join(own, 'now'), 'w')
    writeSync(file, 'now')
    const { mtimeMs } = fstatSync(file)
    closeSync(file)
    return mtimeMs - Date.now()
  } catch {
    return undefined
  } finally {
    if (own) rmSync(own, { recursive: true, force: true })
  }
}

function describe(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
