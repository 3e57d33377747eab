import type { Dialog } from '@redoubt/wire/integrations.ts'
import { invalidBody } from '#platform/app-error.ts'

type Element = Record<string, unknown>

const maxElements = 50
const types = ['text', 'textarea', 'select', 'bool', 'radio', 'date', 'datetime']
const subtypes = ['', 'text', 'email', 'number', 'password', 'tel', 'url']
const sources = ['', 'users', 'channels', 'dynamic']

/**
 * Throws 400, naming the field, where clients couldn't show the dialog. Texts may be longer than
 * programs are advised to make them: Mattermost only warns of that, and they are out there.
 */
export function requireValidDialog(dialog: Dialog): void {
  if (dialog.title.trim() === '') throw invalidBody('title')
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
  if (!types.includes(type)) throw invalidBody('type')
  for (const name of ['display_name', 'name']) {
    if (textOf(element, name) === '') throw invalidBody(name)
  }
  for (const name of ['help_text', 'default', 'placeholder']) textOf(element, name)
  if (!subtypes.includes(textOf(element, 'subtype'))) throw invalidBody('subtype')
  if (!sources.includes(textOf(element, 'data_source'))) throw invalidBody('data_source')
  requireLengths(element)
  requireOptions(element, type)
}

function requireLengths(element: Element): void {
  const min = countOf(element, 'min_length')
  const max = countOf(element, 'max_length')
  if (max > 0 && min > max) throw invalidBody('max_length')
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
