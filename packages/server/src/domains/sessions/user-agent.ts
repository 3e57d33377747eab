/** What a session remembers of the program that opened it. */
export type ClientInfo = { platform: string; os: string; browser: string }

const platforms: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'Macintosh'],
  [/CrOS/, 'CrOS'],
  [/Linux/, 'Linux'],
]

const browsers: [RegExp, string][] = [
  [/Mattermost\/([\d.]+)/, 'Desktop App'],
  [/Edg\/([\d.]+)/, 'Edge'],
  [/Firefox\/([\d.]+)/, 'Firefox'],
  [/Chrome\/([\d.]+)/, 'Chrome'],
  [/Version\/([\d.]+).*Safari/, 'Safari'],
  [/Node\.js\/?([\d.]*)|^node/, 'Node.js'],
]

/** Names people recognise in their list of sessions; 'Unknown' for what nobody knows. */
export function describeClient(userAgent: string): ClientInfo {
  const platform = platforms.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'Unknown'
  const browser = browsers.flatMap(([pattern, name]) => {
    const match = pattern.exec(userAgent)
    return match ? [`${name}/${match[1] ?? ''}`] : []
  })
  return { platform, os: platform, browser: browser[0] ?? 'Unknown' }
}

/** Phones and tablets, also their browsers: their sessions last as long as those of the apps. */
export function isMobileClient(userAgent: string): boolean {
  return /Mobile|Android|iOS|iPhone|iPad/.test(userAgent)
}
