import type {
  MessageAttachment,
  MessageAttachmentField,
} from '@mattermost/types/message_attachments'
import type { Post } from '@mattermost/types/posts'
import { useIntl } from 'react-intl'
import { useText } from '#web/i18n/i18n.tsx'
import { Picture } from '#web/pictures/Picture.tsx'
import { safeHref } from '#web/posts/links.ts'
import { Markdown } from '#web/posts/Markdown.tsx'
import { openPictures } from '#web/viewer/shown.ts'
import { Actions } from './Actions.tsx'
import styles from './Attachments.module.css'
import { attachmentsOf, colorOf, fieldsOf, secondsOf, textOf } from './attachments.ts'

/** What programs have attached to a message: texts, fields, pictures, buttons. */
export function Attachments({ post }: { post: Post }) {
  return attachmentsOf(post).map((attachment, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they have no names, and keep their order.
    <Attachment key={at} post={post} attachment={attachment} />
  ))
}

type AttachmentProps = { post: Post; attachment: MessageAttachment }

function Attachment({ post, attachment }: AttachmentProps) {
  const pretext = textOf(attachment.pretext)
  const title = textOf(attachment.title)
  const body = textOf(attachment.text)
  const thumb = textOf(attachment.thumb_url)
  const image = textOf(attachment.image_url)
  const color = colorOf(attachment.color)
  return (
    <div className={styles.frame}>
      {pretext !== '' && <Markdown>{pretext}</Markdown>}
      <div className={styles.card} style={color ? { borderInlineStartColor: color } : undefined}>
        <div className={styles.columns}>
          <div className={styles.content}>
            <Author attachment={attachment} />
            {title !== '' && (
              <p className={styles.title}>
                <MaybeLink href={textOf(attachment.title_link)}>{title}</MaybeLink>
              </p>
            )}
            {body !== '' && <Markdown>{body}</Markdown>}
            <Fields fields={fieldsOf(attachment)} />
          </div>
          {thumb !== '' && (
            <span className={styles.thumb}>
              <Picture address={thumb} name="" />
            </span>
          )}
        </div>
        {image !== '' && (
          <Picture
            address={image}
            name={title || textOf(attachment.fallback)}
            onOpen={(src) => openPictures(src, title)}
          />
        )}
        <Actions post={post} attachment={attachment} />
        <Footer attachment={attachment} />
      </div>
    </div>
  )
}

function Author({ attachment }: { attachment: MessageAttachment }) {
  const name = textOf(attachment.author_name)
  const icon = textOf(attachment.author_icon)
  if (name === '') return null
  return (
    <p className={styles.author}>
      {icon !== '' && <Picture address={icon} name="" look="icon" />}
      <MaybeLink href={textOf(attachment.author_link)}>{name}</MaybeLink>
    </p>
  )
}

function Fields({ fields }: { fields: readonly MessageAttachmentField[] }) {
  if (fields.length === 0) return null
  return (
    <dl className={styles.fields}>
      {fields.map((field, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no names, and keep their order.
        <div key={at} className={styles.field} data-size={field.short === true ? 'short' : 'long'}>
          <dt className={styles.fieldTitle}>{textOf(field.title)}</dt>
          <dd className={styles.fieldValue}>
            <Markdown>{textOf(field.value)}</Markdown>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Footer({ attachment }: { attachment: MessageAttachment & { ts?: unknown } }) {
  const intl = useIntl()
  const text = useText()
  const words = textOf(attachment.footer)
  const icon = textOf(attachment.footer_icon)
  const seconds = secondsOf(attachment.ts)
  if (words === '' && seconds === 0) return null
  const time =
    seconds > 0 && intl.formatDate(seconds * 1000, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <p className={styles.footer} title={text('attachments.label')}>
      {icon !== '' && <Picture address={icon} name="" look="icon" />}
      {words}
      {words !== '' && time && ' · '}
      {time}
    </p>
  )
}

function MaybeLink({ href, children }: { href: string; children: string }) {
  const address = safeHref(href)
  if (address === '') return children
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}
