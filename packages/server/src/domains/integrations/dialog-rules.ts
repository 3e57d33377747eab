import type { Dialog } from '@redoubt/wire/integrations.ts'
import { invalidBody } from '#platform/app-error.ts'

type Element = Record<string, unknown>

const maxTitle = 24
const maxDisplayName = 24
const maxName = 300
const maxHelpText = 150
const maxElements = 50

/** The longest default and placeholder of each type of element. */
const maxLengths: Readonly<Record<string, number>> = {
  text: 150,
  textarea: 3000,
  select: 3000,
  bool: 150,
  radio: 3000,
  date: 150,
  datetime: 150,
}
const subtypes = ['', 'text', 'email', 'number', 'password', 'tel', 'url']
const sources = ['', 'users', 'channels', 'dynamic']

/** Throws 400, naming the field, where clients couldn't show the dialog. */
export function requireValidDialog(dialog: Dialog): void {
  const title = dialog.title.trim()
  if (title === '' || runes(dialog.title) > maxTitle) throw invalidBody('title')
  const elements = dialog.elements ?? []
  if (elements.length > maxElements) throw invalidBody('elements')
  const names = new Set<string>()
  for (const element of elements) {
    requireValidElement(element)
    names.add(String(element.name))
  }
  if (names.size < elements.length) throw invalidBody('elements')
}

function requireValidElement(element: Element): void {
  const type = textOf(element, 'type')
  const longest = maxLengths[type]
  if (longest === undefined) throw invalidBody('type')
  requireText(element, 'display_name', 1, maxDisplayName)
  requireText(element, 'name', 1, maxName)
  requireText(element, 'help_text', 0, maxHelpText)
  requireText(element, 'default', 0, longest)
  requireText(element, 'placeholder', 0, longest)
  if (!subtypes.includes(textOf(element, 'subtype'))) throw invalidBody('subtype')
  if (!sources.includes(textOf(element, 'data_source'))) throw invalidBody('data_source')
  requireLengths(element, longest)
  requireOptions(element, type)
}

function requireText(element: Element, name: string, min: number, max: number): void {
  const length = runes(textOf(element, name))
  if (length < min || length > max) throw invalidBody(name)
}

function requireLengths(element: Element, longest: number): void {
  const min = countOf(element, 'min_length')
  const max = countOf(element, 'max_length')
  if (min > longest || max > longest || (max > 0 && min > max)) throw invalidBody('max_length')
}

function requireOptions(element: Element, type: string): void {
  const source = textOf(element, 'data_source')
  const options = element.options ?? []
  if (!Array.isArray(options) || !options.every(isOption)) throw invalidBody('options')
  if (source !== '' && options.length > 0) throw invalidBody('options')
  if (source === 'dynamic' && textOf(element, 'data_source_url') === '') {
    throw invalidBody('data_source_url')
  }
  const isEmpty = options.length === 0 && source === ''
  if (isEmpty && ['select', 'radio'].includes(type)) throw invalidBody('options')
}

function isOption(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'text' in value && 'value' in value
}

/** Absent and null are empty. */
function textOf(element: Element, name: string): string {
  const value = element[name] ?? ''
  if (typeof value !== 'string') throw invalidBody(name)
  return value
}

function countOf(element: Element, name: string): number {
  const value = element[name] ?? 0
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw invalidBody(name)
  return value
}

function runes(text: string): number {
  return [...text].length
}
