import type { english } from './texts.en.ts'

/** What pushes and mails say, in German. */
export const german: typeof english = {
  idLoaded: 'Du hast eine neue Nachricht.',
  file: 'hat eine Datei gesendet.',
  burning: 'hat eine Nachricht gesendet, die man einmal lesen kann.',
  mentioned: (sender) => `${sender} hat dich erwähnt.`,
  toYou: (sender) => `${sender} hat dir geschrieben.`,
  toChannel: (sender) => `${sender} hat den Kanal benachrichtigt.`,
  comment: (sender) => `${sender} hat auf deine Nachricht geantwortet.`,
  thread: (sender) => `${sender} hat in einem Thread geantwortet, an dem du beteiligt bist.`,
  posted: (sender) => `${sender} hat eine Nachricht geschrieben.`,
  expired: (site, hours) =>
    `Du wurdest abgemeldet: Melde dich neu an, um benachrichtigt zu werden. Bei ${site} enden Sitzungen nach ${hours} Stunden.`,
  test: 'Das ist ein Test. Liest du ihn als Benachrichtigung, so erreichen dich Benachrichtigungen.',
  mail: {
    direct: (site, sender, date) => `[${site}] Neue Direktnachricht von ${sender} am ${date}`,
    group: (site, people, date) => `[${site}] Neue Gruppennachricht in ${people} am ${date}`,
    place: (site, place, date) => `[${site}] Benachrichtigung in ${place} am ${date}`,
    batch: (site, count, date) =>
      `[${site}] ${count === 1 ? 'Neue Benachrichtigung' : `${count} neue Benachrichtigungen`} vom ${date}`,
    directTitle: (sender) => `${sender} hat dir geschrieben`,
    mentionTitle: (sender) => `${sender} hat dich erwähnt`,
    replyTitle: (sender) => `${sender} hat in einem Thread geantwortet, dem du folgst`,
    batchTitle: 'Was du verpasst haben könntest',
    where: (sender, channel, time) => `${sender} in ${channel}, ${time}`,
    when: (sender, time) => `${sender}, ${time}`,
    button: 'Nachricht öffnen',
    hint: 'Wozu du Mails bekommst, wählst du in deinen Einstellungen.',
  },
}
