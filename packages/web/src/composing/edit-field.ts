import { type Format, formatted, type Selected } from './formatting.ts'

type OnChange = (value: string) => void

/** Gives a format to what is selected in a field. */
export function formatField(field: HTMLTextAreaElement, format: Format, onChange: OnChange): void {
  const { value: text, selectionStart: start, selectionEnd: end } = field
  write(field, formatted(format, { text, start, end }), onChange)
}

/** Writes something where the caret of a field is, apart from the word before. */
export function insertInField(field: HTMLTextAreaElement, words: string, onChange: OnChange): void {
  const before = field.value.slice(0, field.selectionStart)
  const gap = before === '' || /\s$/.test(before) ? '' : ' '
  const text = `${before}${gap}${words} ${field.value.slice(field.selectionEnd)}`
  const caret = before.length + gap.length + words.length + 1
  write(field, { text, start: caret, end: caret }, onChange)
}

/** As if it were typed, so that it can be undone; where the browser can't, it is just there. */
function write(
  field: HTMLTextAreaElement,
  { text, start, end }: Selected,
  onChange: OnChange,
): void {
  field.focus()
  field.select()
  const isTyped = document.execCommand('insertText', false, text)
  if (!isTyped) {
    field.value = text
    onChange(text)
  }
  field.setSelectionRange(start, end)
}
