// Reads the text out of one file. A thread of its own: whatever a hostile file does to the parser,
// requests go on being answered, and the thread is ended when its time or memory is up.
import { parentPort, workerData } from 'node:worker_threads'
import { readText, type TextSource } from './text-readers.ts'

// Told by extraction.ts, which starts this.
const source = workerData as TextSource
parentPort?.postMessage(await readText(source).catch(() => ''))
