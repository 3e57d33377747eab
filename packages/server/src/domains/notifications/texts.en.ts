/** What pushes and mails say, in English. */
export const english = {
  idLoaded: 'You have a new message.',
  file: 'sent a file.',
  burning: 'sent a message that can be read once.',
  mentioned: (sender: string) => `${sender} mentioned you.`,
  toYou: (sender: string) => `${sender} sent you a message.`,
  toChannel: (sender: string) => `${sender} notified the channel.`,
  comment: (sender: string) => `${sender} replied to your message.`,
  thread: (sender: string) => `${sender} replied in a thread that you take part in.`,
  posted: (sender: string) => `${sender} posted a message.`,
  expired: (site: string, hours: number) =>
    `You were logged out: log in again to be notified. On ${site}, sessions end after ${hours} hours.`,
  test: 'This is a test. If you read it as a notification, notifications reach you.',
  mail: {
    direct: (site: string, sender: string, date: string) =>
      `[${site}] New direct message from ${sender} on ${date}`,
    group: (site: string, people: string, date: string) =>
      `[${site}] New group message in ${people} on ${date}`,
    place: (site: string, place: string, date: string) =>
      `[${site}] Notification in ${place} on ${date}`,
    batch: (site: string, count: number, date: string) =>
      `[${site}] ${count === 1 ? 'New notification' : `${count} new notifications`} for ${date}`,
    directTitle: (sender: string) => `${sender} sent you a message`,
    mentionTitle: (sender: string) => `${sender} mentioned you`,
    replyTitle: (sender: string) => `${sender} replied in a thread that you follow`,
    batchTitle: 'What you may have missed',
    where: (sender: string, channel: string, time: string) => `${sender} in ${channel}, ${time}`,
    when: (sender: string, time: string) => `${sender}, ${time}`,
    button: 'Open the message',
    hint: 'You can choose in your settings what you get mail about.',
  },
}
