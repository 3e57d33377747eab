import { configKeys } from './config-keys.gen.ts'

/** Where Redoubt's defaults differ: nothing is limited that costs nothing. */
const ownDefaults: Record<string, unknown> = {
  'TeamSettings.SiteName': 'Redoubt',
  // Without a server that somebody named, no mail is sent.
  'EmailSettings.SMTPServer': '',
  'EmailSettings.FeedbackEmail': '',
  'EmailSettings.ReplyToAddress': '',
  // Messages go to no push proxy that somebody didn't name.
  'EmailSettings.PushNotificationServer': '',
  'TeamSettings.MaxUsersPerTeam': 1_000_000,
  'TeamSettings.MaxChannelsPerTeam': 1_000_000,
  'ServiceSettings.EnableDesktopLandingPage': false,
  // Our app sets formulas within bounds, so that none can harm its readers.
  'ServiceSettings.EnableLatex': true,
}

/** The value that a key has as long as nobody sets it. */
export function defaultOf(name: string): unknown {
  return name in ownDefaults ? ownDefaults[name] : configKeys[name]?.default
}
