import sharp from 'sharp'
import { glyphs } from './glyphs.ts'

const firstColours = ['#c5087e', '#e3cf12']
const otherColours = [
  '#1cb569',
  '#23bce0',
  '#7431c4',
  '#c5087e',
  '#c51313',
  '#fa8606',
  '#e3cf12',
  '#7bc947',
]
const palette = [...firstColours, ...otherColours, ...otherColours, ...otherColours]

/** What stands on the picture of somebody who hasn't set one. */
export function initialOf(username: string): string {
  const initial = username.slice(0, 1).toUpperCase()
  return Object.hasOwn(glyphs, initial) ? initial : ''
}

/** A PNG of 128×128: the initial in white on a colour that stays with the user's id. */
export function drawAvatar(userId: string, username: string): Promise<Buffer> {
  const colour = palette[fnv1a(userId) % palette.length] ?? ''
  const letter = glyphs[initialOf(username)] ?? ''
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128">
    <rect width="128" height="128" fill="${colour}"/><path d="${letter}" fill="#fff"/></svg>`
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer()
}

/** A PNG of 128×128: the same friendly face for every program. */
export function drawBotAvatar(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128">
    <rect width="128" height="128" fill="#33476b"/>
    <g fill="#fff"><rect x="60" y="22" width="8" height="16"/><circle cx="64" cy="20" r="7"/>
      <rect x="28" y="38" width="72" height="56" rx="14"/><rect x="16" y="56" width="8" height="22" rx="4"/>
      <rect x="104" y="56" width="8" height="22" rx="4"/></g>
    <g fill="#33476b"><circle cx="49" cy="61" r="8"/><circle cx="79" cy="61" r="8"/>
      <rect x="46" y="77" width="36" height="6" rx="3"/></g></svg>`
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer()
}

/** FNV-1a with 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
