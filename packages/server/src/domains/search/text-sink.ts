/** As much text as is kept of one file. */
export const maxTextLength = 1024 * 1024

/** Gathers text up to a limit; more is dropped. */
export class TextSink {
  readonly #pieces: string[] = []
  #room = maxTextLength

  get isFull(): boolean {
    return this.#room <= 0
  }

  add(text: string): void {
    if (this.isFull || text === '') return
    this.#pieces.push(text.slice(0, this.#room))
    this.#room -= text.length
  }

  /** Without what a database can't keep as text, and with single spaces. */
  text(): string {
    return this.#pieces.join('').replaceAll('\0', '').toWellFormed().replace(/\s+/g, ' ').trim()
  }
}
