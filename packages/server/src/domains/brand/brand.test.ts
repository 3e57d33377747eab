import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { storedFiles } from '@redoubt/testkit/uploads.ts'
import sharp from 'sharp'
import { expect } from 'vitest'

async function picture(width: number): Promise<File> {
  const create = { width, height: 20, channels: 3 as const, background: 'teal' }
  const jpeg = await sharp({ create }).jpeg().toBuffer()
  return new File([new Uint8Array(jpeg)], 'brand.jpg')
}

test('the picture of the log-in page is everybody’s to see and administrators’ to set', async ({
  ws,
  server,
}) => {
  const alice = await ws.member('alice')
  const url = `${ws.url}/api/v4/brand/image`
  expect((await fetch(url)).status).toBe(404)
  expect(await refusal(ws.admin.client.deleteBrandImage())).toEqual({
    status: 404,
    id: 'api.admin.delete_brand_image.storage.not_found',
  })

  const empty = storedFiles(server).length
  await ws.admin.client.uploadBrandImage(await picture(30))
  await ws.admin.client.uploadBrandImage(await picture(40))
  const answer = await fetch(url)
  expect(answer.headers.get('content-type')).toBe('image/png')
  const { width, height, format } = await sharp(await answer.arrayBuffer()).metadata()
  expect({ width, height, format }).toEqual({ width: 40, height: 20, format: 'png' })
  expect(storedFiles(server)).toHaveLength(empty + 1)

  expect(await refusal(alice.client.uploadBrandImage(await picture(30)))).toMatchObject({
    status: 403,
  })
  expect(await refusal(alice.client.deleteBrandImage())).toMatchObject({ status: 403 })
  const text = new File(['no picture'], 'x.png')
  expect(await refusal(ws.admin.client.uploadBrandImage(text))).toEqual({
    status: 400,
    id: 'brand.save_brand_image.decode.app_error',
  })
  const refusedForm = async (form: FormData | string) => {
    const headers = { Authorization: `Bearer ${ws.admin.token}` }
    const refused = await fetch(url, { method: 'POST', headers, body: form })
    return [refused.status, (await refused.json()).id]
  }
  const none = new FormData()
  none.append('other', text)
  const two = new FormData()
  for (const width of [10, 20]) two.append('image', await picture(width))
  expect(await refusedForm(none)).toEqual([400, 'api.admin.upload_brand_image.no_file.app_error'])
  expect(await refusedForm(two)).toEqual([400, 'api.admin.upload_brand_image.array.app_error'])
  expect(await refusedForm('x')).toEqual([400, 'api.admin.upload_brand_image.parse.app_error'])

  await ws.admin.client.deleteBrandImage()
  expect((await fetch(url)).status).toBe(404)
  expect(storedFiles(server)).toHaveLength(empty)
})
