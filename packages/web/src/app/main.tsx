import '@fontsource-variable/inter'
import '#web/theme/tokens.css'
import '#web/theme/base.css'
import { createRoot } from 'react-dom/client'
import { finishLogOut } from '#web/session/log-out.ts'
import { startLook } from '#web/theme/theme.ts'
import { App } from './App.tsx'
import { keepApp } from './updates.ts'

startLook()
keepApp()
void finishLogOut()

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
