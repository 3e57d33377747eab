import type { english } from './texts.en.ts'

/** What letters say, in German. */
export const german: typeof english = {
  footer: (site, address) => `Du bekommst diese Mail, weil ${address} bei ${site} verwendet wird.`,
  footerUninvited: (site, address) =>
    `Jemand hat ${address} bei ${site} eingegeben. Wenn dich das überrascht, ignoriere diese Mail: Es geschieht nichts.`,
  expiresInHours: (hours) => `Der Link funktioniert einmal und ${hours} Stunden lang.`,
  expiresInMinutes: (minutes) => `Der Link funktioniert einmal und ${minutes} Minuten lang.`,
  notYou:
    'Wenn du das nicht warst, fordere sofort ein neues Passwort an und sage es deiner Administration.',
  welcome: {
    subject: (site) => `Willkommen bei ${site}`,
    title: (site) => `Willkommen bei ${site}`,
    body: (username) => `Dein Konto ist bereit. Dein Benutzername ist ${username}.`,
    button: 'Zu den Unterhaltungen',
    verify: 'Bitte bestätige, dass diese Adresse dir gehört, bevor du dich anmeldest.',
    verifyButton: 'Adresse bestätigen',
  },
  verify: {
    subject: (site) => `${site}: Bestätige deine Adresse`,
    title: 'Bestätige deine Adresse',
    body: (address) => `Bitte bestätige, dass ${address} dir gehört.`,
    button: 'Adresse bestätigen',
  },
  addressChanged: {
    subject: (site) => `${site}: Deine Adresse wurde geändert`,
    title: 'Deine Adresse wurde geändert',
    body: (address) =>
      `Dein Konto verwendet jetzt ${address}. Dies ist die letzte Mail an die alte Adresse.`,
  },
  usernameChanged: {
    subject: (site) => `${site}: Dein Benutzername wurde geändert`,
    title: 'Dein Benutzername wurde geändert',
    body: (username) => `Dein Benutzername ist jetzt ${username}.`,
  },
  passwordChanged: {
    subject: (site) => `${site}: Dein Passwort wurde geändert`,
    title: 'Dein Passwort wurde geändert',
    settings: 'Du hast das Passwort deines Kontos in den Einstellungen geändert.',
    administrator: 'Die Administration hat ein neues Passwort für dein Konto gesetzt.',
    reset: 'Das Passwort deines Kontos wurde über einen Link aus einer Mail zurückgesetzt.',
  },
  loginMethodChanged: {
    subject: (site) => `${site}: Du meldest dich jetzt anders an`,
    title: 'Du meldest dich jetzt anders an',
    password: 'Ab jetzt meldest du dich mit einem Passwort an deinem Konto an.',
    service:
      'Ab jetzt meldest du dich über den Anmeldedienst deiner Organisation an deinem Konto an.',
  },
  passwordReset: {
    subject: (site) => `${site}: Wähle ein neues Passwort`,
    title: 'Wähle ein neues Passwort',
    body: 'Jemand hat ein neues Passwort für dein Konto angefordert. Wenn du das warst, wähle es hier.',
    button: 'Passwort wählen',
    ignore: 'Wenn es jemand anderes war, ignoriere diese Mail: Dein Passwort bleibt, wie es ist.',
  },
  deactivated: {
    subject: (site) => `${site}: Dein Konto wurde deaktiviert`,
    title: 'Dein Konto wurde deaktiviert',
    body: 'Du hast dein Konto deaktiviert. Die Administration kann es wieder aktivieren.',
  },
  teamInvitation: {
    subject: (sender, team) => `${sender} lädt dich zu ${team} ein`,
    reminder: (sender, team) => `Erinnerung: ${sender} lädt dich zu ${team} ein`,
    title: (team) => `Komm ins Team ${team}`,
    body: (sender, team, site) => `${sender} lädt dich ins Team ${team} bei ${site} ein.`,
    button: 'Dem Team beitreten',
  },
  guestInvitation: {
    subject: (sender, team) => `${sender} lädt dich als Gast zu ${team} ein`,
    title: (team) => `Nimm als Gast an ${team} teil`,
    body: (sender, team, channels) =>
      `${sender} lädt dich zu ${team} ein. Du siehst diese Kanäle: ${channels}.`,
    button: 'Annehmen',
  },
  magicLink: {
    subject: (site) => `${site}: Dein Link zum Anmelden`,
    title: 'Melde dich mit diesem Link an',
    body: 'Du hast einen Link zum Anmelden angefordert. Ein Passwort brauchst du nicht.',
    button: 'Anmelden',
  },
  mfaChanged: {
    subject: (site) => `${site}: Mehrfaktor-Anmeldung`,
    titleOn: 'Die Mehrfaktor-Anmeldung ist eingeschaltet',
    on: 'Ab jetzt wird neben deinem Passwort ein Code verlangt.',
    titleOff: 'Die Mehrfaktor-Anmeldung ist ausgeschaltet',
    off: 'Ab jetzt öffnet dein Passwort allein dein Konto.',
  },
  tokenAdded: {
    subject: (site) => `${site}: Ein Zugriffstoken wurde hinzugefügt`,
    title: 'Ein Zugriffstoken wurde hinzugefügt',
    body: 'Für dein Konto wurde ein persönliches Zugriffstoken erstellt. Wer es hat, kann als du handeln.',
  },
  test: {
    subject: (site) => `${site}: Test der Mail-Einstellungen`,
    title: 'Es funktioniert',
    body: 'Diese Mail zeigt, dass die Mail-Einstellungen stimmen.',
  },
}
