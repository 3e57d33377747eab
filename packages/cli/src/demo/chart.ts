import { crc32, deflateSync } from 'node:zlib'

const width = 640
const height = 320
const margin = 32
const palette = ['ffffff', 'e3e8ef', '1f5fa8', '5a6b80']
const [paper, grid, bar, axis] = [0, 1, 2, 3]

/** A bar chart as a PNG of 640 × 320 pixels; the same values give the same bytes. */
export function drawBarChart(values: readonly number[]): Buffer {
  const pixels = Array.from({ length: height }, () => Buffer.alloc(width, paper))
  const fill = (left: number, top: number, right: number, bottom: number, color: number) => {
    for (const row of pixels.slice(top, bottom)) row.fill(color, left, right)
  }
  const [floor, room] = [height - margin, height - 2 * margin]
  for (let line = 0; line < 4; line++) {
    const top = margin + Math.round((line * room) / 4)
    fill(margin, top, width - margin, top + 1, grid)
  }
  const highest = Math.max(...values, 1)
  const step = (width - 2 * margin) / values.length
  for (const [index, value] of values.entries()) {
    const left = Math.round(margin + (index + 0.15) * step)
    const right = Math.round(margin + (index + 0.85) * step)
    fill(left, floor - Math.round((value / highest) * room), right, floor, bar)
  }
  fill(margin, floor, width - margin, floor + 2, axis)
  return encode(pixels)
}

/** PNG, third edition: one byte for each pixel, which points into the palette. */
function encode(rows: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8)
  const unfiltered = rows.flatMap((row) => [Buffer.of(0), row])
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    toChunk('IHDR', header),
    toChunk('PLTE', Buffer.from(palette.join(''), 'hex')),
    toChunk('IDAT', deflateSync(Buffer.concat(unfiltered))),
    toChunk('IEND', Buffer.of()),
  ])
}

function toChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  chunk.set(body, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}
