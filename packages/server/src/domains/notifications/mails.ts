import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Block, Letters } from '#domains/mail/service.ts'
import type { Strength } from '#domains/mentions/service.ts'
import type { Tx } from '#platform/db/database.ts'
import { type Content, contentFor, type Subject } from './content.ts'
import type { Levels } from './decision.ts'
import { textsFor } from './texts.ts'

export type NotificationMails = ReturnType<typeof notificationMails>

/** Whom a mail goes to, and how they want to read it. */
export type MailReader = {
  id: string
  email: string
  locale: string
  timezone: Levels
  nameFormat: string
  isMilitaryTime: boolean
  /** The team to open the message in; '' where there is none. */
  teamName: string
}

type Deps = { config: ConfigService; letters: Pick<Letters, 'notification'> }

/** Mails that tell of posts. */
export function notificationMails({ config, letters }: Deps) {
  /** One mail for one post; mails of a thread belong together. */
  async function sendOne(
    tx: Tx,
    reader: MailReader,
    subject: Subject,
    mention: Strength | undefined,
  ): Promise<void> {
    const content = contentFor(subject, { ...reader, mention })
    const { texts } = content
    const { post } = subject
    await letters.notification(tx, reader, {
      subject: subjectLine(reader, subject, content),
      title: titleOf(subject, content, mention),
      blocks: [...blocksOf(reader, subject, content), { note: texts.mail.hint }],
      headers: {
        'Message-ID': messageId(post.id),
        ...(post.root_id && {
          'In-Reply-To': messageId(post.root_id),
          References: messageId(post.root_id),
        }),
      },
    })
  }

  /** One mail for all that came together. */
  async function sendBatch(tx: Tx, reader: MailReader, subjects: readonly Subject[]) {
    const { mail } = textsFor(reader.locale)
    const [first] = subjects
    if (!first) return
    const site = config.string('TeamSettings.SiteName')
    const blocks = subjects.flatMap((subject) =>
      blocksOf(reader, subject, contentFor(subject, { ...reader, mention: undefined })),
    )
    await letters.notification(tx, reader, {
      subject: mail.batch(site, subjects.length, dateOf(reader, first.post.create_at)),
      title: mail.batchTitle,
      blocks: [...blocks, { note: mail.hint }],
      headers: {},
    })
  }

  function subjectLine(reader: MailReader, { post, channel }: Subject, content: Content): string {
    const site = config.string('TeamSettings.SiteName')
    const date = dateOf(reader, post.create_at)
    const { mail } = content.texts
    if (channel.type === ChannelType.Direct) return mail.direct(site, content.sender, date)
    const isPlaceTold = config.bool('EmailSettings.UseChannelInEmailNotifications')
    if (channel.type === ChannelType.Group) {
      return mail.group(site, isPlaceTold ? content.place : content.sender, date)
    }
    return mail.place(site, isPlaceTold ? content.place : reader.teamName, date)
  }

  function blocksOf(reader: MailReader, subject: Subject, content: Content): Block[] {
    const { mail } = content.texts
    const time = timeOf(reader, subject.post.create_at)
    const isDirect = subject.channel.type === ChannelType.Direct
    const isFull = config.string('EmailSettings.EmailNotificationContentsType') === 'full'
    const button = { button: mail.button, url: linkTo(reader, subject.post.id) }
    if (!isFull) return [{ paragraph: content.generic }, { note: time }, button]
    const by = isDirect
      ? mail.when(content.sender, time)
      : mail.where(content.sender, content.place, time)
    return [{ quote: content.text, by }, button]
  }

  function linkTo({ teamName }: MailReader, postId: string): string {
    const site = config.string('ServiceSettings.SiteURL').replace(/\/+$/, '')
    return teamName ? `${site}/${teamName}/pl/${postId}` : `${site}/select_team`
  }

  function messageId(postId: string): string {
    const site = config.string('ServiceSettings.SiteURL')
    return `<${postId}@${URL.canParse(site) ? new URL(site).hostname : 'localhost'}>`
  }

  return { sendOne, sendBatch }
}

function titleOf({ channel }: Subject, content: Content, mention: Strength | undefined): string {
  const { mail } = content.texts
  if (channel.type === ChannelType.Direct) return mail.directTitle(content.sender)
  if (mention === 'keyword' || mention === 'group') return mail.mentionTitle(content.sender)
  return mention === undefined ? mail.replyTitle(content.sender) : content.generic
}

function dateOf(reader: MailReader, time: number): string {
  return inZone(reader, { dateStyle: 'long' }, time)
}

function timeOf(reader: MailReader, time: number): string {
  const hours = reader.isMilitaryTime ? ({ hourCycle: 'h23' } as const) : {}
  return inZone(reader, { dateStyle: 'medium', timeStyle: 'short', ...hours }, time)
}

/** As the reader's clock shows it; by universal time where they have named no zone that there is. */
function inZone(reader: MailReader, style: Intl.DateTimeFormatOptions, time: number): string {
  const { useAutomaticTimezone, automaticTimezone, manualTimezone } = reader.timezone
  const isAutomatic = useAutomaticTimezone !== 'false'
  const zone = (isAutomatic ? automaticTimezone : manualTimezone) || 'UTC'
  const locale = reader.locale.toLowerCase().startsWith('de') ? 'de' : 'en'
  try {
    return new Intl.DateTimeFormat(locale, { ...style, timeZone: zone }).format(time)
  } catch {
    return new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' }).format(time)
  }
}
