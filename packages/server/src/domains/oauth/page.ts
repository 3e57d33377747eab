import { createHash } from 'node:crypto'
import type { Authorization, OAuthApp } from '@redoubt/wire/oauth.ts'

/** A page of ours that needs no script, and the policy that lets it do nothing else. */
export type Page = { html: string; policy: string }

type Consent = {
  app: Pick<OAuthApp, 'name' | 'description' | 'homepage'>
  siteName: string
  /** Where the answer goes. */
  action: string
  username: string
  redirectUri: string
  proof: string
  locale: string
  request: Authorization
}

const texts = {
  en: {
    title: (app: string) => `Connect ${app}?`,
    asks: (app: string, site: string) => `${app} asks to act for you in ${site}. It could:`,
    rights: [
      'read everything that you can read',
      'write, change and delete in your name',
      'see and change your profile and settings',
    ],
    account: (name: string) => `You are logged in as @${name}.`,
    goes: (host: string) => `Afterwards you go on to ${host}.`,
    homepage: 'Its home page',
    allow: 'Allow',
    deny: 'Don’t allow',
    revoke: 'You can take it back at any time in your security settings.',
    failed: 'This can’t be connected',
  },
  de: {
    title: (app: string) => `${app} verbinden?`,
    asks: (app: string, site: string) => `${app} möchte in ${site} für dich handeln und könnte:`,
    rights: [
      'alles lesen, was du lesen kannst',
      'in deinem Namen schreiben, ändern und löschen',
      'dein Profil und deine Einstellungen sehen und ändern',
    ],
    account: (name: string) => `Du bist als @${name} angemeldet.`,
    goes: (host: string) => `Danach geht es bei ${host} weiter.`,
    homepage: 'Zur Startseite der App',
    allow: 'Erlauben',
    deny: 'Nicht erlauben',
    revoke: 'Du kannst das jederzeit in den Sicherheitseinstellungen zurücknehmen.',
    failed: 'Das kann nicht verbunden werden',
  },
} as const

const style = `
:root { color-scheme: light dark; --text: #1d2430; --soft: #4b5563; --page: #f3f5f8; --card: #fff;
  --line: #c3cad5; --strong: #1c58d9; --on-strong: #fff }
@media (prefers-color-scheme: dark) { :root { --text: #e8ebf1; --soft: #b3bccb; --page: #14181f;
  --card: #1e242e; --line: #465063; --strong: #8fb4ff; --on-strong: #10151d } }
* { box-sizing: border-box }
body { margin: 0; min-block-size: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif }
main { inline-size: min(30rem, 100%); padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 0.75rem }
h1 { margin: 0 0 0.5rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere }
p, ul { margin-block: 0.75rem; overflow-wrap: anywhere }
.soft { color: var(--soft) }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-block-start: 1.5rem }
button { flex: 1 1 8rem; min-block-size: 2.75rem; padding: 0.5rem 1rem; border-radius: 0.5rem;
  border: 1px solid var(--line); background: transparent; color: inherit; font: inherit;
  cursor: pointer }
button[value=allow] { border-color: var(--strong); background: var(--strong);
  color: var(--on-strong) }
a { color: var(--strong) }
:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px }
`
const styleHash = createHash('sha256').update(style).digest('base64')

/** Asks whether an app may act for whoever is logged in. */
export function consentPage({ app, siteName, username, action, ...rest }: Consent): Page {
  const { redirectUri, proof, locale, request } = rest
  const words = wordsOf(locale)
  const target = new URL(redirectUri)
  const fields = Object.entries({ ...request, proof })
    .filter(([, value]) => value)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`)
  const body = `
<h1>${escaped(words.title(app.name))}</h1>
${app.description ? `<p class="soft">${escaped(app.description)}</p>` : ''}
<p>${escaped(words.asks(app.name, siteName))}</p>
<ul>${words.rights.map((right) => `<li>${escaped(right)}</li>`).join('')}</ul>
<p>${escaped(words.account(username))} ${escaped(words.goes(target.host))}</p>
${app.homepage ? `<p><a href="${escaped(app.homepage)}" rel="noreferrer">${words.homepage}</a></p>` : ''}
<p class="soft">${words.revoke}</p>
<form method="post" action="${action}">${fields.join('')}
<button name="decision" value="deny">${words.deny}</button>
<button name="decision" value="allow">${words.allow}</button></form>`
  return toPage(locale, words.title(app.name), body, `'self' ${target.origin}`)
}

/** Tells why a request can't be decided: the app must not be told by a redirect. */
export function failurePage(message: string, locale: string): Page {
  const { failed } = wordsOf(locale)
  const body = `<h1>${escaped(failed)}</h1><p>${escaped(message)}</p>`
  return toPage(locale, failed, body, `'none'`)
}

function wordsOf(locale: string) {
  return texts[locale.startsWith('de') ? 'de' : 'en']
}

function toPage(locale: string, title: string, body: string, formAction: string): Page {
  const language = locale.startsWith('de') ? 'de' : 'en'
  const html = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head>
<body><main>${body}</main></body>
</html>
`
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action ${formAction}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return { html, policy }
}

function escaped(text = ''): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
