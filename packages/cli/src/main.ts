import { CommanderError } from 'commander'
import { CliError, messageOf } from './cli-error.ts'
import { makeProgram } from './program.ts'

try {
  await makeProgram().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode
  } else {
    // What nobody foresaw comes with its stack; the rest is a sentence.
    const isForeseen = error instanceof CliError || process.env.REDOUBT_DEBUG === undefined
    console.error(isForeseen ? messageOf(error) : error)
    process.exitCode = 1
  }
}
