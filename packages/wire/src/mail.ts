import { type Static, Type } from 'typebox'

/** The part of `EmailSettings` that says how the mail server is reached. */
export const MailSettings = Type.Object({
  SMTPServer: Type.Optional(Type.String()),
  SMTPPort: Type.Optional(Type.String()),
  SMTPServerTimeout: Type.Optional(Type.Integer()),
  EnableSMTPAuth: Type.Optional(Type.Boolean()),
  SMTPUsername: Type.Optional(Type.String()),
  SMTPPassword: Type.Optional(Type.String()),
  ConnectionSecurity: Type.Optional(Type.String()),
  SkipServerCertificateVerification: Type.Optional(Type.Boolean()),
})
export type MailSettings = Static<typeof MailSettings>

/** A configuration whose mail settings are to be tried; none for those in force. */
export const MailTest = Type.Optional(
  Type.Union([Type.Null(), Type.Object({ EmailSettings: Type.Optional(MailSettings) })]),
)
