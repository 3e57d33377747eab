import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { parseLanguage } from '#platform/http/language.ts'

/** What can't show the app. */
type Unsupported = 'browser' | 'desktop'

const oldestSafari = 12

const texts = {
  en: {
    browser: {
      title: 'This browser is too old',
      detail: 'Please use a current version of Firefox, Chrome, Edge or Safari.',
    },
    desktop: {
      title: 'This desktop app is too old',
      detail: 'Please update it, or open this address in a browser.',
    },
  },
  de: {
    browser: {
      title: 'Dieser Browser ist zu alt',
      detail: 'Bitte verwende eine aktuelle Version von Firefox, Chrome, Edge oder Safari.',
    },
    desktop: {
      title: 'Diese Desktop-App ist zu alt',
      detail: 'Bitte aktualisiere sie oder öffne diese Adresse in einem Browser.',
    },
  },
} as const

// Browsers of that age know neither variables nor grids.
const style = `body { margin: 15% auto; max-width: 30em; padding: 0 1em; background: #fff; color: #1d2430;
font: 16px/1.5 sans-serif }
h1 { font-size: 22px }`
const styleHash = createHash('sha256').update(style).digest('base64')

/** What is too old in a request for a page; undefined where nothing is. */
export function unsupportedOf({ headers, workspace }: FastifyRequest): Unsupported | undefined {
  const agent = headers['user-agent'] ?? ''
  const app = /\bMattermost\/(\d+(?:\.\d+)*)/.exec(agent)?.[1]
  const oldest = workspace.config.string('ServiceSettings.MinimumDesktopAppVersion')
  if (app && oldest && isOlder(app, oldest)) return 'desktop'
  const safari = /\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//.exec(agent)?.[1]
  const isOld = safari !== undefined && Number(safari) < oldestSafari && !/Android/.test(agent)
  return isOld || /\b(MSIE |Trident\/)/.test(agent) ? 'browser' : undefined
}

/** A page that needs neither a script nor anything else. */
export function sendUnsupported(
  request: FastifyRequest,
  reply: FastifyReply,
  lacking: Unsupported,
): FastifyReply {
  const language = parseLanguage(request.headers['accept-language']) ?? 'en'
  const { title, detail } = texts[language][lacking]
  return reply
    .headers({
      'Cache-Control': 'no-store',
      'X-Frame-Options': 'SAMEORIGIN',
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'self'`,
    })
    .type('text/html')
    .send(`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1><p>${detail}</p></body>
</html>
`)
}

function isOlder(version: string, other: string): boolean {
  const [here, there] = [version, other].map((text) => text.split('.').map(Number))
  for (const [index, wanted] of (there ?? []).entries()) {
    const given = here?.[index] ?? 0
    if (given !== wanted) return given < wanted
  }
  return false
}
