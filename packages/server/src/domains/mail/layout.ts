/** One part of a letter, from top to bottom. Texts are plain: the layout escapes them. */
export type Block =
  | { paragraph: string }
  /** Somebody's words. */
  | { quote: string; by?: string }
  | { button: string; url: string }
  /** Smaller, for what most readers skip. */
  | { note: string }

export type Content = {
  /** Language of the texts, e.g. `de`. */
  locale: string
  /** The large line at the top; also what screen readers announce. */
  title: string
  blocks: readonly Block[]
  /** Why the reader gets this. */
  footer: string
  siteName: string
}

/** A letter in both forms that a mail carries. */
export type LaidOut = { html: string; text: string }

const ink = '#1b1f27'
const quiet = '#5b6472'
const accent = '#1f6f5c'
const line = '#e3e6ea'
const font = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/** Light, narrow, without pictures: nothing is loaded from anywhere when it is opened. */
export function layout(content: Content): LaidOut {
  return { html: toHtml(content), text: toText(content) }
}

function toHtml({ locale, title, blocks, footer, siteName }: Content): string {
  return `<!doctype html>
<html lang="${escapeHtml(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:0;background:#f4f5f7;color:${ink};font-family:${font}">
<div role="article" lang="${escapeHtml(locale)}" style="max-width:560px;margin:0 auto;padding:32px 16px">
<div style="font-weight:600;font-size:15px;color:${accent};padding:0 4px 12px">${escapeHtml(siteName)}</div>
<div style="background:#ffffff;border:1px solid ${line};border-radius:10px;padding:28px 24px">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600;color:${ink}">${escapeHtml(title)}</h1>
${blocks.map(toHtmlBlock).join('\n')}
</div>
<p style="margin:16px 4px 0;font-size:13px;line-height:1.5;color:${quiet}">${escapeHtml(footer)}</p>
</div>
</body>
</html>
`
}

function toHtmlBlock(block: Block): string {
  if ('paragraph' in block) {
    return `<p style="margin:0 0 16px;font-size:16px;line-height:1.55">${lines(block.paragraph)}</p>`
  }
  if ('quote' in block) {
    const by = block.by
      ? `<div style="font-weight:600;padding-bottom:4px">${escapeHtml(block.by)}</div>`
      : ''
    return `<div style="margin:0 0 16px;padding:10px 14px;border-left:3px solid ${accent};background:#f4f8f6;font-size:15px;line-height:1.5">${by}${lines(block.quote)}</div>`
  }
  if ('button' in block) {
    const url = escapeHtml(safeUrl(block.url))
    return `<p style="margin:0 0 20px"><a href="${url}" style="display:inline-block;background:${accent};color:#ffffff;text-decoration:none;font-weight:600;font-size:16px;line-height:24px;padding:10px 20px;border-radius:8px">${escapeHtml(block.button)}</a></p>`
  }
  return `<p style="margin:0 0 12px;font-size:13px;line-height:1.5;color:${quiet};word-break:break-word">${lines(block.note)}</p>`
}

function toText({ title, blocks, footer, siteName }: Content): string {
  const parts = blocks.map((block) => {
    if ('paragraph' in block) return block.paragraph
    if ('button' in block) return `${block.button}:\n${safeUrl(block.url)}`
    if ('note' in block) return block.note
    const quoted = block.quote.split(/\r?\n/).map((row) => `> ${row}`)
    return [...(block.by ? [`${block.by}:`] : []), ...quoted].join('\n')
  })
  return `${[title, ...parts, `--\n${siteName}\n${footer}`].join('\n\n')}\n`
}

function lines(text: string): string {
  return escapeHtml(text).replace(/\r?\n/g, '<br>')
}

/** Only addresses of the web: a letter never carries a script. */
function safeUrl(url: string): string {
  return /^https?:\/\//i.test(url) ? url : ''
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
