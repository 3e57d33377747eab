/** The content of a file. Throws where the server doesn't give it. */
export async function fetchFile(address: string): Promise<Blob> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`The file was answered with ${answer.status}.`)
  return answer.blob()
}

/** The beginning of a file as text, which is all of it where the server sends no less. */
export async function fetchText(
  address: string,
  maxBytes: number,
): Promise<{ words: string; isCut: boolean }> {
  const answer = await fetch(address, { headers: { Range: `bytes=0-${maxBytes - 1}` } })
  if (!answer.ok && answer.status !== 416) throw new Error(`It was answered with ${answer.status}.`)
  const blob = await answer.blob()
  const total = Number(answer.headers.get('Content-Range')?.split('/')[1]) || blob.size
  return { words: await blob.slice(0, maxBytes).text(), isCut: total > maxBytes }
}
