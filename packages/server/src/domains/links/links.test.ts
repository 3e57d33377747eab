import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import sharp from 'sharp'
import { expect, test } from 'vitest'

const site = 'http://chat.example.org'

/** A website: a page with a picture, a picture, a page that never ends. */
async function openPages() {
  const picture = await sharp({
    create: { width: 60, height: 40, channels: 3, background: '#a33' },
  })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/picture.jpg') {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture)
    } else if (request.url === '/drawing.svg') {
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>')
    } else if (request.url === '/moved') {
      response.writeHead(301, { location: '/page' }).end()
    } else if (request.url === '/never') {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write('<html>')
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(
        `<head><title>Fallback</title><meta property="og:title" content="The pier &amp; its lamps">
         <meta property="og:description" content="${'long '.repeat(100)}">
         <meta property="og:image" content="/picture.jpg"><meta property="og:site_name" content="Harbour"></head>`,
      )
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    at: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.dispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function openServer(environment: Record<string, string> = {}) {
  return openTestServer({
    MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS: '127.0.0.1',
    MM_SERVICESETTINGS_SITEURL: site,
    ...environment,
  })
}

test('MC-META-01 attachments before links, links before nothing; code is no link', async () => {
  using pages = await openPages()
  await using server = await openServer()
  const ws = await TestWorkspace.open(server.address)
  const { alice: ada, townSquare } = await ws.trio()
  using socket = await ada.socket()
  const post = await ada.post(townSquare.id, `look: ${pages.at}/page and ${pages.at}/other`)
  expect(post.metadata.embeds).toEqual([{ type: 'link', url: `${pages.at}/page` }])

  // The answer doesn't wait; everybody hears again once the page is known.
  const edited = await socket.until('post_edited')
  const told = JSON.parse(String(edited.data.post))
  expect(told.metadata.embeds).toMatchObject([
    {
      type: 'opengraph',
      url: `${pages.at}/page`,
      data: {
        title: 'The pier & its lamps',
        site_name: 'Harbour',
        images: [{ url: `${pages.at}/picture.jpg` }],
      },
    },
  ])
  expect([...told.metadata.embeds[0].data.description]).toHaveLength(300 + '[...]'.length)
  expect(told.edit_at).toBe(0)
  const read = await ada.client.getPost(post.id)
  expect(read.metadata).toEqual(told.metadata)
  expect(pages.asked).not.toContain('/other')

  const attached = await ada.post(townSquare.id, `${pages.at}/page`, {
    props: { attachments: [{ text: 'an attachment' }] },
  })
  expect(attached.metadata.embeds).toEqual([{ type: 'message_attachment', url: '' }])
  // MC-META-07
  const code = await ada.post(townSquare.id, `\`${pages.at}/page\``)
  expect(code.metadata.embeds).toBeUndefined()
})

test('MC-META-03 pictures are told with their size as it is shown', async () => {
  using pages = await openPages()
  await using server = await openServer()
  const ws = await TestWorkspace.open(server.address)
  const { alice: ada, townSquare } = await ws.trio()
  const url = `${pages.at}/picture.jpg`
  const shown = await ada.post(townSquare.id, `![lamp](${url}) ![d](${pages.at}/drawing.svg)`)
  const linked = await ada.post(townSquare.id, url)
  const size = { width: 40, height: 60, format: 'jpeg', frame_count: 0 }
  const metadata = async (id: string) => (await ada.client.getPost(id)).metadata
  await expect.poll(() => metadata(shown.id)).toEqual({ images: { [url]: size } })
  await expect
    .poll(() => metadata(linked.id))
    .toEqual({ embeds: [{ type: 'image', url }], images: { [url]: size } })
})

test('MC-META-08 a page that never ends delays nobody', async () => {
  using pages = await openPages()
  await using server = await openServer({
    MM_EXPERIMENTALSETTINGS_LINKMETADATATIMEOUTMILLISECONDS: '300',
  })
  const ws = await TestWorkspace.open(server.address)
  const { alice: ada, townSquare } = await ws.trio()
  const begun = performance.now()
  const post = await ada.post(townSquare.id, `${pages.at}/never`)
  expect(performance.now() - begun).toBeLessThan(1_000)
  await expect.poll(() => pages.asked).toContain('/never')
  expect(post.metadata.embeds).toEqual([{ type: 'link', url: `${pages.at}/never` }])
})

test('previews are off where the configuration says so, and for restricted domains', async () => {
  using pages = await openPages()
  await using server = await openServer({
    MM_SERVICESETTINGS_RESTRICTLINKPREVIEWS: 'example.com, 127.0.0.1',
  })
  const ws = await TestWorkspace.open(server.address)
  const { alice: ada, townSquare } = await ws.trio()
  const post = await ada.post(townSquare.id, `${pages.at}/page https://sub.example.com`)
  expect(post.metadata.embeds).toBeUndefined()
  const unsafe = await ada.post(townSquare.id, 'http://x.example', {
    props: { unsafe_links: 'true' },
  })
  expect(unsafe.metadata.embeds).toBeUndefined()
})

test('MC-META-02 MC-EV-04 a permalink shows the post to those who may read it, over HTTP and WebSocket', async () => {
  await using server = await openServer()
  const ws = await TestWorkspace.open(server.address)
  const { alice: ada, bob, team, townSquare } = await ws.trio()
  const secret = await ws.admin.client.createChannel({
    team_id: team.id,
    name: 'secret-room',
    display_name: 'Secret room',
    type: 'P',
  } as never)
  await ws.admin.client.addToChannel(ada.id, secret.id)
  const target = await ada.post(secret.id, 'the code is 4711')
  using ofAda = await ada.socket()
  using ofBob = await bob.socket()
  const link = await ada.post(townSquare.id, `${site}/${team.name}/pl/${target.id}`)
  expect(link.metadata.embeds).toMatchObject([
    {
      type: 'permalink',
      data: {
        post_id: target.id,
        post: { message: 'the code is 4711' },
        team_name: team.name,
        channel_display_name: 'Secret room',
        channel_type: 'P',
        channel_id: secret.id,
      },
    },
  ])
  expect(link.props).toEqual({ previewed_post: target.id })
  await expect
    .poll(() => ofAda.heard.filter((event) => event.event === 'post_edited').at(-1)?.data.post)
    .toContain('4711')
  expect((await bob.client.getPost(link.id)).metadata.embeds).toBeUndefined()
  const list = await bob.client.getPosts(townSquare.id)
  expect(JSON.stringify(list)).not.toContain('4711')
  expect((await ada.client.getPosts(townSquare.id)).posts[link.id]?.metadata.embeds).toHaveLength(1)
  await expect.poll(() => ofBob.heard.map((event) => event.event)).toContain('post_edited')
  expect(JSON.stringify(ofBob.heard)).not.toContain('4711')

  await ada.client.deletePost(target.id)
  expect((await ada.client.getPost(link.id)).metadata.embeds).toBeUndefined()
  const plain = await ada.client.patchPost({ id: link.id, message: 'no link' })
  expect(plain.props).toEqual({})
  const again = await ada.client.patchPost({ id: link.id, message: link.message })
  expect(again.props).toEqual({ previewed_post: target.id })
})

test('MC-META-05 inner addresses are never asked', async () => {
  using pages = await openPages()
  await using server = await openServer({
    MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS: '',
    MM_IMAGEPROXYSETTINGS_ENABLE: 'true',
  })
  const ws = await TestWorkspace.open(server.address)
  const { alice: ada, townSquare } = await ws.trio()
  const post = await ada.post(townSquare.id, `${pages.at}/page`)
  const image = await ada.request('GET', `/api/v4/image?url=${pages.at}/picture.jpg`)
  expect(image).toMatchObject({ status: 400, body: { id: 'api.image.get.app_error' } })
  const metadata = await ada.request('GET', '/api/v4/image?url=http://169.254.169.254/latest')
  expect(metadata.status).toBe(400)
  expect((await ada.client.getPost(post.id)).metadata.embeds).toMatchObject([{ type: 'link' }])
  expect(pages.asked).toEqual([])
})

test('MC-META-04 pictures come through the proxy where it is on, and from their place where not', async () => {
  using pages = await openPages()
  await using server = await openServer({ MM_IMAGEPROXYSETTINGS_ENABLE: 'true' })
  const ws = await TestWorkspace.open(server.address)
  const { alice: ada } = await ws.trio()
  const get = (path: string) =>
    fetch(`${server.address}${path}`, {
      headers: { Authorization: `Bearer ${ada.token}` },
      redirect: 'manual',
    })
  const picture = await get(`/api/v4/image?url=${encodeURIComponent(`${pages.at}/picture.jpg`)}`)
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect((await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).width).toBe(60)
  expect((await get(`/api/v4/image?url=${pages.at}/drawing.svg`)).status).toBe(400)
  expect((await get(`/api/v4/image?url=${pages.at}/page`)).status).toBe(400)
  expect((await get('/api/v4/image?url=javascript:alert(1)')).status).toBe(400)

  // Readers are told the proxy's address; what was written stays what it was.
  const { alice: writer, townSquare: square } = await ws.trio()
  const original = `![lamp](${pages.at}/picture.jpg) by the pier`
  const proxied = `${site}/api/v4/image?url=${encodeURIComponent(`${pages.at}/picture.jpg`)}`
  const told = { message: `![lamp](${proxied}) by the pier`, message_source: original }
  const post = await writer.post(square.id, original)
  expect(post).toMatchObject(told)
  const copied = await writer.client.patchPost({ id: post.id, message: `${told.message}!` })
  expect(copied).toMatchObject({ message_source: `${original}!`, edit_at: expect.any(Number) })

  await using plain = await openServer()
  const other = await TestWorkspace.open(plain.address)
  const answer = await fetch(`${plain.address}/api/v4/image?url=${pages.at}/picture.jpg`, {
    headers: { Authorization: `Bearer ${other.admin.token}` },
    redirect: 'manual',
  })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, `${pages.at}/picture.jpg`])
})

test('an address tells where it leads', async () => {
  using pages = await openPages()
  await using server = await openServer()
  const ws = await TestWorkspace.open(server.address)
  const leadsTo = async (path: string) => {
    const url = encodeURIComponent(pages.at + path)
    return (await ws.admin.request('GET', `/api/v4/redirect_location?url=${url}`)).body
  }
  expect(await leadsTo('/moved')).toEqual({ location: '/page' })
  expect(await leadsTo('/page')).toEqual({ location: '' })
})
