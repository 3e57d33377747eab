import { styleText } from 'node:util'
import type { Command } from 'commander'
import type { Finding } from '../doctor/finding.ts'
import { printJson } from '../output.ts'

const marks = {
  ok: { text: 'ok     ', style: 'green' },
  warning: { text: 'warning', style: 'yellow' },
  failure: { text: 'FAILURE', style: 'red' },
} as const

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check what the server needs, whether or not it runs; exit code 1 on a failure')
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: boolean }) => {
      // It needs the server's code, which the other commands need not wait for.
      const { examine } = await import('../doctor/examine.ts')
      const findings = await examine(process.env)
      if (options.json) printJson(findings)
      else for (const finding of findings) console.log(format(finding))
      if (findings.some((finding) => finding.state === 'failure')) process.exitCode = 1
    })
}

function format({ state, check, detail, remedy }: Finding): string {
  const { text, style } = marks[state]
  const mark = styleText(style, text, { stream: process.stdout })
  const line = `${mark}  ${check}: ${detail}`
  return remedy ? `${line}\n         → ${remedy}` : line
}
