import { crc32, deflateSync, inflateSync } from 'node:zlib'

/**
 * The same picture in fewer bytes. Large plain surfaces pack best as they are, and the browser
 * filters and packs for speed. Takes what the browser makes: eight bits of red, green and blue.
 */
export function repack(png: Buffer): Buffer {
  const chunks = chunksOf(png)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.of()
  if (header[8] !== 8 || header[9] !== 2) return png
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
  const rows = unfilter(inflateSync(Buffer.concat(packed)), header.readUInt32BE(0) * 3)
  const made = [
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: deflateSync(rows, { level: 9, memLevel: 9 }) },
    { type: 'IEND', data: Buffer.of() },
  ]
  const smaller = Buffer.concat([png.subarray(0, 8), ...made.map(toBytes)])
  return smaller.length < png.length ? smaller : png
}

type Chunk = { type: string; data: Buffer }

function chunksOf(png: Buffer): Chunk[] {
  const found: Chunk[] = []
  for (let at = 8; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at)
    found.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) })
    at = end + 4
  }
  return found
}

function toBytes({ type, data }: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  chunk.set(body, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** Undoes the filters of PNG, third edition, 9: every row begins with the number of its own. */
function unfilter(rows: Buffer, width: number): Buffer {
  const plain = Buffer.alloc(rows.length)
  for (let start = 0; start < rows.length; start += width + 1) {
    const filter = rows[start]
    const isFirst = start === 0
    for (let at = start + 1; at <= start + width; at += 1) {
      const left = at - 3 > start ? (plain[at - 3] ?? 0) : 0
      const above = isFirst ? 0 : (plain[at - width - 1] ?? 0)
      const corner = isFirst || at - 3 <= start ? 0 : (plain[at - width - 4] ?? 0)
      plain[at] = (rows[at] ?? 0) + guess(filter, left, above, corner)
    }
  }
  return plain
}

function guess(filter: number | undefined, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left
    case 2:
      return above
    case 3:
      return (left + above) >> 1
    case 4:
      return paeth(left, above, corner)
    default:
      return 0
  }
}

function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner)
  const toAbove = Math.abs(left - corner)
  const toCorner = Math.abs(left + above - 2 * corner)
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}
