import type { ClientConfig } from '@mattermost/types/config'

export type Provider = { id: string; name: string; path: string }

/** The other services by which one can log in here. */
export function providersOf(config: Partial<ClientConfig>): Provider[] {
  const all: [boolean, Provider][] = [
    [
      config.EnableSignUpWithGitLab === 'true',
      { id: 'gitlab', name: config.GitLabButtonText || 'GitLab', path: '/oauth/gitlab/login' },
    ],
    [
      config.EnableSignUpWithGoogle === 'true',
      { id: 'google', name: 'Google', path: '/oauth/google/login' },
    ],
    [
      config.EnableSignUpWithOffice365 === 'true',
      { id: 'office365', name: 'Entra ID', path: '/oauth/office365/login' },
    ],
    [
      config.EnableSignUpWithOpenId === 'true',
      { id: 'openid', name: config.OpenIdButtonText || 'OpenID', path: '/oauth/openid/login' },
    ],
    [
      config.EnableSaml === 'true',
      { id: 'saml', name: config.SamlLoginButtonText || 'SAML', path: '/login/sso/saml' },
    ],
  ]
  return all.flatMap(([isOffered, provider]) => (isOffered ? [provider] : []))
}
