/** What letters say, in English. Values are put in as they are; the layout escapes them. */
export const english = {
  footer: (site: string, address: string) =>
    `You get this mail because ${address} is used at ${site}.`,
  footerUninvited: (site: string, address: string) =>
    `Somebody entered ${address} at ${site}. If that surprises you, ignore this mail: nothing will happen.`,
  expiresInHours: (hours: number) => `The link works once, for ${hours} hours.`,
  expiresInMinutes: (minutes: number) => `The link works once, for ${minutes} minutes.`,
  notYou: "If this wasn't you, ask for a new password at once and tell your administrator.",
  welcome: {
    subject: (site: string) => `Welcome to ${site}`,
    title: (site: string) => `Welcome to ${site}`,
    body: (username: string) => `Your account is ready. Your user name is ${username}.`,
    button: 'Open the conversation',
    verify: 'Please confirm that this address is yours before you log in.',
    verifyButton: 'Confirm the address',
  },
  verify: {
    subject: (site: string) => `${site}: confirm your address`,
    title: 'Confirm your address',
    body: (address: string) => `Please confirm that ${address} is yours.`,
    button: 'Confirm the address',
  },
  addressChanged: {
    subject: (site: string) => `${site}: your address was changed`,
    title: 'Your address was changed',
    body: (address: string) =>
      `Your account now uses ${address}. This is the last mail to the old address.`,
  },
  usernameChanged: {
    subject: (site: string) => `${site}: your user name was changed`,
    title: 'Your user name was changed',
    body: (username: string) => `Your user name is now ${username}.`,
  },
  passwordChanged: {
    subject: (site: string) => `${site}: your password was changed`,
    title: 'Your password was changed',
    settings: 'You changed the password of your account in its settings.',
    administrator: 'An administrator set a new password for your account.',
    reset: 'The password of your account was reset by a link from a mail.',
  },
  loginMethodChanged: {
    subject: (site: string) => `${site}: how you log in has changed`,
    title: 'How you log in has changed',
    password: 'From now on you log in to your account with a password.',
    service: 'From now on you log in to your account through your organisation’s login service.',
  },
  passwordReset: {
    subject: (site: string) => `${site}: choose a new password`,
    title: 'Choose a new password',
    body: 'Somebody asked for a new password for your account. If it was you, choose one here.',
    button: 'Choose a password',
    ignore: 'If it was somebody else, ignore this mail: your password stays as it is.',
  },
  deactivated: {
    subject: (site: string) => `${site}: your account was deactivated`,
    title: 'Your account was deactivated',
    body: 'You deactivated your account. An administrator can activate it again.',
  },
  teamInvitation: {
    subject: (sender: string, team: string) => `${sender} invites you to ${team}`,
    reminder: (sender: string, team: string) => `Reminder: ${sender} invites you to ${team}`,
    title: (team: string) => `Join the team ${team}`,
    body: (sender: string, team: string, site: string) =>
      `${sender} invites you to the team ${team} at ${site}.`,
    button: 'Join the team',
  },
  guestInvitation: {
    subject: (sender: string, team: string) => `${sender} invites you to ${team} as a guest`,
    title: (team: string) => `Take part in ${team} as a guest`,
    body: (sender: string, team: string, channels: string) =>
      `${sender} invites you to ${team}. You will see these channels: ${channels}.`,
    button: 'Accept',
  },
  magicLink: {
    subject: (site: string) => `${site}: your link to log in`,
    title: 'Log in with this link',
    body: 'You asked for a link to log in. No password is needed.',
    button: 'Log in',
  },
  mfaChanged: {
    subject: (site: string) => `${site}: multi-factor authentication`,
    titleOn: 'Multi-factor authentication is on',
    on: 'From now on a code is asked for beside your password.',
    titleOff: 'Multi-factor authentication is off',
    off: 'From now on your password alone opens your account.',
  },
  tokenAdded: {
    subject: (site: string) => `${site}: an access token was added`,
    title: 'An access token was added',
    body: 'A personal access token was made for your account. Whoever has it can act as you.',
  },
  test: {
    subject: (site: string) => `${site}: test of the mail settings`,
    title: 'It works',
    body: 'This mail shows that the mail settings are right.',
  },
}
