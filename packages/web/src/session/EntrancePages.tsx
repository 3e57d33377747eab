import { useEffect } from 'react'
import { redirect } from '#web/router/router.tsx'
import type { EntranceStep } from '#web/router/running-routes.ts'
import { sessionUserId } from './cookies.ts'
import { ErrorPage } from './ErrorPage.tsx'
import { MfaSetupPage } from './MfaSetupPage.tsx'
import { ForgotPasswordPage, ResetPasswordPage } from './PasswordPages.tsx'
import { TermsPage } from './TermsPage.tsx'
import { EntranceLanguage } from './texts/entrance-text.tsx'
import { ShouldVerifyPage, VerifyPage } from './VerifyPages.tsx'

/** The pages around logging in. */
export function EntrancePages({ step }: { step: EntranceStep }) {
  return (
    <EntranceLanguage>
      <Step step={step} />
    </EntranceLanguage>
  )
}

function Step({ step }: { step: EntranceStep }) {
  switch (step) {
    case 'shouldVerify':
      return <ShouldVerifyPage />
    case 'doVerify':
      return <VerifyPage />
    case 'forgot':
      return <ForgotPasswordPage />
    case 'reset':
      return <ResetPasswordPage />
    case 'mfa':
      return sessionUserId() ? <MfaSetupPage /> : <ToLogin />
    case 'terms':
      return sessionUserId() ? <TermsPage /> : <ToLogin />
    case 'error':
      return <ErrorPage />
  }
}

function ToLogin() {
  useEffect(() => redirect({ page: 'login' }), [])
  return null
}
